import { readFileSync } from 'node:fs';

/**
 * Text that tells a living process from every other one that had or will have its number: the number and, where the
 * system tells it (Linux), the moment it was started.
 * @returns undefined when no such process lives.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not permitted to signal it means that it lives and is somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  return `${pid}${startTicks(pid)}`;
}

/** Field 22 of the process's stat line; the second one is in brackets and may hold anything. */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `@${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '';
  }
}
