import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { Isolation } from '../../lambdas/shared/result.ts';
import type { Command } from './bubblewrap.ts';
import { findWrappers } from './find-wrappers.ts';
import type { DecodeLimits } from './limits.ts';
import type { Place } from './place.ts';
import { marked } from './process-tree.ts';
import { type Excess, watch } from './watch.ts';
import { neutralVariables, WRAPPER_PROCESSES, wrapped } from './wrappers.ts';

export interface IsolatedRun {
  readonly mode: Isolation['mode'];
  readonly command: Command;
  readonly place: Place;
  readonly limits: DecodeLimits;
  readonly checks: ReadonlySet<CheckName>;
  readonly signal: AbortSignal;
  /** Takes standard output as it comes; what it throws ends the program and is thrown. */
  readonly onOutput: (chunk: Buffer) => Promise<void>;
}

/** How a program ended. */
export interface IsolatedEnd {
  readonly exitCode: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** The limit that it was killed for. */
  readonly excess: Excess | undefined;
  /** The last of what it said on standard error. */
  readonly stderr: string;
  readonly wallSeconds: number;
  /** User and system seconds as last seen; short programs may not have been seen. */
  readonly cpuSeconds: number;
}

const STDERR_TAIL = 16_000;
const MARK = 'DECODE_RUN';

/**
 * Runs a program with nothing of this machine but what its place holds, in a process group of its own, and ends the whole
 * group at a limit, at the signal, and when the program is done.
 */
export async function runIsolated(run: IsolatedRun): Promise<IsolatedEnd> {
  const { mode, place, limits, checks, signal } = run;
  const mark = `${MARK}=${randomUUID()}`;
  const variables = { ...neutralVariables(mode, place), [MARK]: mark.slice(MARK.length + 1) };
  const wrappers = await findWrappers();
  const { file, args } = await wrapped(mode, wrappers, run.command, place, variables, hardLimits(run));
  const started = performance.now();
  const child = spawn(file, args, {
    cwd: place.work,
    env: checks.has('clean-environment') ? variables : { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const stderr = lastOf(child);
  const over = new AbortController();
  let excess: Excess | undefined;
  let cpuSeconds = 0;
  const end = (why?: Excess) => {
    excess ??= why;
    killGroup(child);
  };
  const stop = () => end();
  const timer = checks.has('time-limit')
    ? setTimeout(
        () =>
          end({ check: 'time-limit', detail: `the decode was killed after ${limits.seconds} s, its limit` }),
        limits.seconds * 1000,
      )
    : undefined;
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const watching =
    child.pid === undefined
      ? Promise.resolve()
      : watch({
          ...{ pid: child.pid, limits, checks, signal: over.signal },
          wrappers: WRAPPER_PROCESSES[mode],
          folders: mode === 'none' ? Object.values(place) : [],
          onUse: (seconds) => {
            cpuSeconds = seconds;
          },
        }).then((found) => found && end(found));
  try {
    for await (const chunk of child.stdout) await run.onOutput(chunk);
    const [exitCode, killedBy] = await ended;
    const wallSeconds = (performance.now() - started) / 1000;
    over.abort();
    await watching;
    const left = mode === 'none' ? await leftBehind(mark) : 0;
    if (left > 0 && checks.has('process-limit'))
      excess ??= { check: 'process-limit', detail: `the decode left ${left} processes behind` };
    return { exitCode, killedBy, excess, stderr: stderr(), wallSeconds, cpuSeconds };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    over.abort();
    killGroup(child);
    await ended.catch(() => undefined);
  }
}

/** With a limit switched off nothing else may hold the program back either. */
function hardLimits({ limits, checks }: IsolatedRun): DecodeLimits {
  const none = 2 ** 40;
  return {
    ...limits,
    seconds: checks.has('time-limit') ? limits.seconds : none,
    memoryBytes: checks.has('memory-limit') ? limits.memoryBytes : none,
    diskBytes: checks.has('disk-limit') ? limits.diskBytes : none,
  };
}

/** Kills what a program has left running outside its group. @returns how many. */
async function leftBehind(mark: string): Promise<number> {
  const pids = await marked(mark);
  for (const pid of pids) ignoringAbsence(() => process.kill(pid, 'SIGKILL'));
  return pids.length;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) ignoringAbsence(() => process.kill(-pid, 'SIGKILL'));
}

function ignoringAbsence(kill: () => void): void {
  try {
    kill();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function lastOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (chunk: string) => {
    text = (text + chunk).slice(-STDERR_TAIL);
  });
  return () => text;
}
