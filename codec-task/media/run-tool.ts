import { execa } from 'execa';
import { limitProcess } from './process-limit.ts';
import { DiskFullError, StoppedError, ToolFailedError, ToolTimeoutError } from './tool-errors.ts';

/** Where and within what limits a media program runs. */
export interface ToolRun {
  /** Working folder; file names in the arguments are relative to it, so that argv is the same on every machine. */
  readonly folder: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly wallSeconds: number;
}

const STDERR_TAIL = 16_000;
/** Characters of either output; a program that says more is stopped. */
const LONGEST_OUTPUT = 64_000_000;

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
): Promise<ToolOutput> {
  if (run.signal.aborted) throw new StoppedError();
  const started = performance.now();
  const argv = [name, ...args];
  const subprocess = execa(program, [...args], {
    cwd: run.folder,
    extendEnv: false,
    env: { PATH: process.env['PATH'] ?? '', HOME: run.folder, LC_ALL: 'C' },
    stdin: 'ignore',
    // Progress lines are read one by one and not kept: a long encode prints thousands.
    buffer: { stdout: onLine === undefined, stderr: true },
    maxBuffer: LONGEST_OUTPUT,
    reject: false,
  });
  const ended = limitProcess(subprocess.nodeChildProcess, run.timeoutSeconds, run.signal);
  try {
    if (onLine !== undefined) for await (const line of subprocess) onLine(line);
    const result = await subprocess;
    const wallSeconds = (performance.now() - started) / 1000;
    const stderr = result.stderr ?? '';
    // Asked first: a program that ends politely when it is told to has not done its work.
    const cut = ended();
    if (cut === 'stopped') throw new StoppedError();
    if (cut === 'timeout') throw new ToolTimeoutError(argv, run.timeoutSeconds);
    if (!result.failed) return { stdout: result.stdout ?? '', stderr, wallSeconds };
    const stderrTail = (stderr || result.shortMessage || '').slice(-STDERR_TAIL);
    if (/No space left on device|ENOSPC/.test(stderrTail)) throw new DiskFullError(name);
    const { exitCode, signal } = result;
    throw new ToolFailedError({ argv, exitCode, signal, wallSeconds, stderrTail });
  } finally {
    ended();
  }
}
