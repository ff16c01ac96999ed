import { execa } from 'execa';
import {
  DiskFullError,
  type FailedCall,
  StoppedError,
  ToolFailedError,
  ToolTimeoutError,
} from './tool-errors.ts';

/** Where and within what limits a media program runs. */
export interface ToolRun {
  /** Working folder; file names in the arguments are relative to it, so that argv is the same on every machine. */
  readonly folder: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

const STDERR_TAIL = 16_000;
const GRACE_MILLISECONDS = 2_000;

/**
 * Runs a program to its end with an argument array, no shell, and nothing of this process's environment but PATH.
 * @param name how the program is called in argv and messages.
 * @param onLine receives each line of standard output; without it the text is collected.
 * @throws ToolFailedError, ToolTimeoutError (killed at its limit), DiskFullError, StoppedError (signal aborted)
 */
export async function runTool(
  program: string,
  name: string,
  args: readonly string[],
  run: ToolRun,
  onLine?: (line: string) => void,
): Promise<{ stdout: string; stderr: string; wallSeconds: number }> {
  const started = performance.now();
  const argv = [name, ...args];
  const subprocess = execa(program, [...args], {
    cwd: run.folder,
    extendEnv: false,
    env: { PATH: process.env['PATH'] ?? '', HOME: run.folder, LC_ALL: 'C' },
    stdin: 'ignore',
    // Progress lines are read one by one and not kept: a long encode prints thousands.
    buffer: { stdout: onLine === undefined, stderr: true },
    maxBuffer: 8_000_000,
    timeout: run.timeoutSeconds * 1000,
    forceKillAfterDelay: GRACE_MILLISECONDS,
    cancelSignal: run.signal,
    reject: false,
  });
  if (onLine !== undefined) {
    for await (const line of subprocess) onLine(line);
  }
  const result = await subprocess;
  const wallSeconds = (performance.now() - started) / 1000;
  const stderr = result.stderr ?? '';
  if (!result.failed) return { stdout: result.stdout ?? '', stderr, wallSeconds };
  if (result.isCanceled || run.signal.aborted) throw new StoppedError();
  if (result.timedOut) throw new ToolTimeoutError(argv, run.timeoutSeconds);
  const stderrTail = (stderr || result.shortMessage || '').slice(-STDERR_TAIL);
  if (/No space left on device|ENOSPC/.test(stderrTail)) throw new DiskFullError(name);
  const call: FailedCall = {
    argv,
    exitCode: result.exitCode,
    signal: result.signal,
    wallSeconds,
    stderrTail,
  };
  throw new ToolFailedError(call);
}
