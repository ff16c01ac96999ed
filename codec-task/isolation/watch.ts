import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { DecodeLimits } from './limits.ts';
import { treeUse } from './process-tree.ts';

/** A limit that was passed, with the values in words. */
export interface Excess {
  readonly check: CheckName;
  readonly detail: string;
}

export interface WatchRequest {
  readonly pid: number;
  readonly limits: DecodeLimits;
  readonly checks: ReadonlySet<CheckName>;
  /** Processes of the isolation itself in the tree. */
  readonly wrappers: number;
  /** Folders that the program can write to. */
  readonly folders: readonly string[];
  readonly signal: AbortSignal;
  readonly onUse: (cpuSeconds: number) => void;
}

/** How often is looked; a process that forks and is gone in between leaves nothing behind. */
const INTERVAL_MILLISECONDS = 25;

/** Looks at what a program uses until the signal ends it. @returns the first excess, if there is one. */
export async function watch(request: WatchRequest): Promise<Excess | undefined> {
  while (!request.signal.aborted) {
    const excess = await look(request);
    if (excess !== undefined) return excess;
    await wait(INTERVAL_MILLISECONDS, undefined, { signal: request.signal }).catch(() => undefined);
  }
  return undefined;
}

async function look(request: WatchRequest): Promise<Excess | undefined> {
  const { pid, limits, checks, wrappers, folders } = request;
  const { pids, residentBytes, cpuSeconds } = await treeUse(pid);
  if (pids.length > 0) request.onUse(cpuSeconds);
  if (checks.has('process-limit') && pids.length - wrappers > limits.processes)
    return {
      check: 'process-limit',
      detail: `the decode ran ${pids.length - wrappers} processes, ${limits.processes} is its limit`,
    };
  if (checks.has('memory-limit') && residentBytes > limits.memoryBytes)
    return {
      check: 'memory-limit',
      detail: `the decode held ${mebibytes(residentBytes)} of memory, ${mebibytes(limits.memoryBytes)} is its limit`,
    };
  if (!checks.has('disk-limit')) return undefined;
  const written = (await Promise.all(folders.map(folderBytes))).reduce((sum, bytes) => sum + bytes, 0);
  return written > limits.diskBytes
    ? {
        check: 'disk-limit',
        detail: `the decode wrote ${mebibytes(written)}, ${mebibytes(limits.diskBytes)} is its limit`,
      }
    : undefined;
}

/** Bytes of all files below a folder; what vanishes meanwhile counts nothing. */
async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((entry) =>
      lstat(join(entry.parentPath, entry.name)).then(
        (status) => (status.isFile() ? status.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
