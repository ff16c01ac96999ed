import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { Family, FamilyUse } from './family.ts';
import type { DecodeLimits } from './limits.ts';

/** A limit that was passed, with the values in words. */
export interface Excess {
  readonly check: CheckName;
  readonly detail: string;
}

export interface WatchRequest {
  readonly family: Family;
  readonly limits: DecodeLimits;
  readonly checks: ReadonlySet<CheckName>;
  /** Processes of the isolation itself in the tree. */
  readonly wrappers: number;
  /** Folders that the program can write to. */
  readonly folders: readonly string[];
  readonly signal: AbortSignal;
  readonly onUse: (use: FamilyUse) => void;
}

/** How often is looked; what is quicker meets the system's own limits, which are wider. */
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

async function look({
  family,
  limits,
  checks,
  wrappers,
  folders,
  onUse,
}: WatchRequest): Promise<Excess | undefined> {
  const use = family.look();
  if (use.processes > 0) onUse(use);
  const processes = use.processes - wrappers;
  if (checks.has('process-limit') && processes > limits.processes)
    return {
      check: 'process-limit',
      detail: `the decode ran ${processes} processes, ${limits.processes} is its limit`,
    };
  if (checks.has('memory-limit') && use.residentBytes > limits.memoryBytes)
    return {
      check: 'memory-limit',
      detail: `the decode held ${mebibytes(use.residentBytes)} of memory, ${mebibytes(limits.memoryBytes)} is its limit`,
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

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
