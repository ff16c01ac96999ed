import { execa } from 'execa';

/** One line of the acceptance list: what was checked, whether it holds, and the figure that shows it. */
export interface Check {
  readonly name: string;
  readonly outcome: 'passed' | 'missed' | 'skipped';
  readonly figure: string;
}

/** Outcome of a command: exit code, both outputs, wall seconds. */
export interface CommandRun {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command to its end whatever its exit code; its lines appear on standard error while it runs. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Record<string, string>;
    readonly bareEnvironment?: boolean;
    /** Output is standard output alone, for programs that print JSON there. */
    readonly onlyStdout?: boolean;
  },
): Promise<CommandRun> {
  const started = performance.now();
  const { exitCode, all, stdout } = await execa(command, [...args], {
    cwd: options.cwd,
    // Without colours the totals of the test run can be quoted.
    env: { NO_COLOR: '1', ...options.env },
    extendEnv: options.bareEnvironment !== true,
    all: true,
    stdin: 'ignore',
    stdout: ['pipe', process.stderr],
    stderr: ['pipe', process.stderr],
    reject: false,
    timeout: 45 * 60_000,
  });
  return {
    exitCode: exitCode ?? 1,
    output: options.onlyStdout ? stdout : all,
    seconds: (performance.now() - started) / 1000,
  };
}

/** A check from a condition. */
export function check(name: string, holds: boolean, figure: string): Check {
  return { name, outcome: holds ? 'passed' : 'missed', figure };
}
