import { readdirSync, readFileSync } from 'node:fs';

/** A process as the system's table shows it; none of it where there is no /proc. */
export interface ProcessStatus {
  readonly pid: number;
  readonly group: number;
  readonly isZombie: boolean;
  /** Clock ticks from the system's start to its own: with the number, what no other process ever has. */
  readonly started: string;
  readonly residentBytes: number;
  /** User and system seconds so far. */
  readonly cpuSeconds: number;
}

const PAGE_BYTES = 4096;
const TICKS_PER_SECOND = 100;

/** Reads of /proc are answered from memory, at once: a few dozen cost less than one turn through the thread pool. */
export function processStatus(pid: number): ProcessStatus | undefined {
  const line = read(`/proc/${pid}/stat`);
  if (line === undefined) return undefined;
  // The name in parentheses may hold anything. Fields after it by proc(5): 3 state, 5 pgrp, 14 utime, 15 stime,
  // 22 starttime, 24 rss.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    group: Number(fields[2]),
    isZombie: fields[0] === 'Z' || fields[0] === 'X',
    started: fields[19] ?? '',
    residentBytes: Number(fields[21]) * PAGE_BYTES,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  };
}

/** A process and all that descend from it, without those that have ended. */
export function processTree(root: number): ProcessStatus[] {
  const tree: ProcessStatus[] = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const status = processStatus(pid);
    if (status === undefined || status.isZombie) continue;
    tree.push(status);
    open.push(...childrenOf(pid));
  }
  return tree;
}

/** Numbers of all processes. */
export function allProcesses(): number[] {
  return names('/proc').map(Number).filter(Number.isInteger);
}

/** Whether a process was started with a variable of this value; unknown of processes of other users. */
export function carries(pid: number, variable: string): boolean {
  return read(`/proc/${pid}/environ`)?.split('\0').includes(variable) ?? false;
}

function childrenOf(pid: number): number[] {
  return names(`/proc/${pid}/task`).flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

/** Undefined for what has ended meanwhile, and for what is another user's. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function names(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
