import { readdirSync, readFileSync } from 'node:fs';

/** A codec task that runs as a child of this process. */
export interface TaskProcess {
  readonly pid: number;
  readonly experimentId: string;
}

/** The codec tasks that this process has started and that have not ended. Linux alone tells. */
export function runningTasks(): TaskProcess[] {
  return childrenOf(process.pid).flatMap((pid) => {
    const experimentId = variableOf(pid, 'EXPERIMENT_ID');
    return experimentId === undefined ? [] : [{ pid, experimentId }];
  });
}

/** Pids of all ffmpeg below a process. */
export function encodersBelow(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [
    ...(read(`/proc/${child}/comm`).trim() === 'ffmpeg' ? [child] : []),
    ...encodersBelow(child),
  ]);
}

/** Sends a signal to a process, or with a negative pid to its group; one that has ended meanwhile is no fault. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function variableOf(pid: number, name: string): string | undefined {
  const pairs = read(`/proc/${pid}/environ`).split('\0');
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Empty for what has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
