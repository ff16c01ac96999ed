import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Readable, Writable } from 'node:stream';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { Isolation } from '../../lambdas/shared/result.ts';
import type { Command } from './command.ts';
import { Family } from './family.ts';
import { findWrappers } from './find-wrappers.ts';
import { LEFT_BEHIND } from './first-process.ts';
import type { DecodeLimits } from './limits.ts';
import type { Place } from './place.ts';
import { FILTER_DESCRIPTOR, keyringFilter } from './system-call-filter.ts';
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
/** What a program may say on standard error; ffmpeg says a few thousand bytes, of a damaged stream a line a picture. */
const MOST_STDERR_BYTES = 16 * 2 ** 20;
const TOO_MUCH_SAID = `the decode said more than ${MOST_STDERR_BYTES} bytes on standard error`;
const MARK = 'DECODE_RUN';

/**
 * Runs a program with nothing of this machine but what its place holds, in a process group of its own, and ends the whole
 * group at a limit, at the signal, and when the program is done. Returns when nothing of it runs any more.
 */
export async function runIsolated(run: IsolatedRun): Promise<IsolatedEnd> {
  const { mode, place, limits, checks, signal } = run;
  const started = performance.now();
  const { child, family, closed } = await start(run);
  const over = new AbortController();
  let excess: Excess | undefined;
  let cpuSeconds = 0;
  const end = (why?: Excess) => {
    excess ??= why;
    endAll(child, family);
  };
  const stop = () => end();
  const stderr = lastOf(child, () => {
    if (checks.has('output-limit')) end({ check: 'output-limit', detail: TOO_MUCH_SAID });
  });
  const timer = checks.has('time-limit')
    ? setTimeout(() => end(tooLong(limits)), limits.seconds * 1000)
    : undefined;
  child.once('exit', () => {
    excess ??= leftBehind(run, child, family);
  });
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const watching = watch({
    ...{ family, limits, checks, signal: over.signal },
    wrappers: WRAPPER_PROCESSES[mode],
    folders: mode === 'none' ? Object.values(place) : [],
    onUse: (use) => {
      cpuSeconds = use.cpuSeconds;
    },
  }).then((found) => found && end(found));
  try {
    for await (const chunk of child.stdout as Readable) await run.onOutput(chunk);
    await closed;
  } catch (error) {
    // Output that was cut off here is told by what it was cut off for.
    if (!isCutOff(error) || (excess === undefined && !signal.aborted)) throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    over.abort();
    await watching;
    endAll(child, family);
    await closed.catch(() => undefined);
  }
  const [exitCode, killedBy] = await closed;
  const wallSeconds = (performance.now() - started) / 1000;
  return { exitCode: reported(exitCode, run), killedBy, excess, stderr: stderr(), wallSeconds, cpuSeconds };
}

async function start(run: IsolatedRun) {
  const { mode, place, checks } = run;
  const mark = randomUUID();
  const variables = { ...neutralVariables(mode, place), [MARK]: mark };
  const { file, args } = await wrapped(mode, await findWrappers(), run.command, place, hardLimits(run));
  const child = spawn(file, args, {
    cwd: place.work,
    env: checks.has('clean-environment') ? variables : { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe', mode === 'bubblewrap' ? 'pipe' : 'ignore'],
    detached: true,
  });
  giveFilter(child);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  // Without a number it never started, and `closed` is rejected with the reason.
  if (child.pid === undefined) await closed;
  return { child, closed, family: new Family(child.pid as number, `${MARK}=${mark}`) };
}

/** The filter of system calls, for bubblewrap to read. */
function giveFilter(child: ChildProcess): void {
  const descriptor = child.stdio[FILTER_DESCRIPTOR];
  if (!(descriptor instanceof Writable)) return;
  // Whoever ends before it has read says so by its exit code.
  descriptor.on('error', () => {});
  descriptor.end(keyringFilter(process.arch) ?? '');
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

function tooLong({ seconds }: DecodeLimits): Excess {
  return { check: 'time-limit', detail: `the decode was killed after ${seconds} s, its limit` };
}

/**
 * Ends what runs on after the program: without namespaces by looking for it, for it could keep the output open as long as
 * it likes; with them the kernel has ended it, and the first process inside has seen it.
 */
function leftBehind({ mode, checks }: IsolatedRun, child: ChildProcess, family: Family): Excess | undefined {
  const left = mode === 'none' ? family.killLeft() : Number(child.exitCode === LEFT_BEHIND);
  return left > 0 && checks.has('process-limit')
    ? { check: 'process-limit', detail: 'the decode left processes behind' }
    : undefined;
}

/** The first process inside has an exit code of its own, which says nothing where leaving processes is allowed. */
function reported(exitCode: number | null, { checks }: IsolatedRun): number | null {
  return exitCode === LEFT_BEHIND && !checks.has('process-limit') ? 0 : exitCode;
}

/** Kills the group; what then still holds the output open is no longer listened to. */
function endAll(child: ChildProcess, family: Family): void {
  const deafen = () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  if (child.exitCode !== null || child.signalCode !== null) {
    deafen();
    return;
  }
  child.once('exit', deafen);
  family.killGroup();
}

function isCutOff(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** @param onFlood called when a program says more than it may. */
function lastOf(child: ChildProcess, onFlood: () => void): () => string {
  let text = '';
  let bytes = 0;
  child.stderr?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    text = (text + chunk.toString('latin1')).slice(-STDERR_TAIL);
    if (bytes > MOST_STDERR_BYTES) onFlood();
  });
  return () => text;
}
