import { NamedError } from '../../lambdas/shared/errors.ts';

/** No ffmpeg or ffprobe was found. */
export class FfmpegMissingError extends NamedError {
  constructor(detail: string) {
    super(
      'FfmpegMissing',
      `${detail}; install it (sudo apt-get update && sudo apt-get install -y ffmpeg, or brew install ffmpeg) or set FFMPEG_PATH to one that you have`,
    );
  }
}

/** What is known of a call that did not end well. */
export interface FailedCall {
  readonly argv: readonly string[];
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly wallSeconds: number;
  /** The last lines of standard error. */
  readonly stderrTail: string;
}

/** A media program ended with an error of its own. */
export class ToolFailedError extends NamedError {
  readonly call: FailedCall;

  constructor(call: FailedCall) {
    super('ToolFailed', `${call.argv[0]} ${howItEnded(call)}: ${decisiveLine(call.stderrTail)}`);
    this.call = call;
  }
}

function howItEnded({ exitCode, signal }: FailedCall): string {
  if (signal !== undefined) return `was ended by ${signal}`;
  return exitCode === undefined ? 'could not be started' : `ended with exit ${exitCode}`;
}

/** A media program ran longer than it was allowed and was killed. */
export class ToolTimeoutError extends NamedError {
  constructor(argv: readonly string[], seconds: number) {
    super(
      'ToolTimeout',
      `${argv[0]} was killed after ${seconds} s, its limit (${argv.slice(1).join(' ').slice(0, 300)})`,
    );
  }
}

/** The work folder's disk is full. */
export class DiskFullError extends NamedError {
  constructor(detail: string) {
    super(
      'DiskFull',
      `no space is left on the disk of the work folder (${detail}): free some, or use shorter clips`,
    );
  }
}

/** The experiment was stopped from outside. */
export class StoppedError extends NamedError {
  constructor() {
    super('Stopped', 'the experiment was stopped before it ended');
  }
}

/** The line that tells most: the last that speaks of an error, else the last one. */
function decisiveLine(stderrTail: string): string {
  const lines = stderrTail
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '' && !line.startsWith('bench:'));
  const telling = lines.filter((line) =>
    /error|invalid|no such|cannot|could not|unable|not found|unknown/i.test(line),
  );
  return (telling.at(-1) ?? lines.at(-1) ?? 'it said nothing').trim().slice(0, 300);
}
