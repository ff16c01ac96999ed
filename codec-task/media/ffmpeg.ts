import type { ToolCall } from '../../lambdas/shared/result.ts';
import { runTool, type ToolRun } from './run-tool.ts';
import { DiskFullError, ToolFailedError } from './tool-errors.ts';
import type { Tools } from './tools.ts';

export interface FfmpegRun extends ToolRun {
  /** Told the number of frames written so far, about twice a second. */
  readonly onFrame?: (frame: number) => void;
}

/** Before the caller's arguments: no questions, no banner, CPU time at the end, progress as lines on standard output. */
const ALWAYS = [
  '-hide_banner',
  '-nostdin',
  '-nostats',
  '-benchmark',
  '-v',
  'info',
  '-progress',
  'pipe:1',
] as const;

/** What ffmpeg says when its output did not reach the disk; some versions then end with 0 all the same. */
const UNWRITTEN = /(?:Error writing trailer|Error closing file|av_interleaved_write_frame\(\)).*: (.+)/;

/** A call as it is recorded: complete, and without this machine's folders. */
export function ffmpegArgv(args: readonly string[]): string[] {
  return ['ffmpeg', ...ALWAYS, ...args];
}

/**
 * One call of ffmpeg, with what it cost. `argv` is complete and its file names are relative to the folder.
 * @throws the errors of {@link runTool}
 */
export async function runFfmpeg(
  tools: Tools,
  args: readonly string[],
  run: FfmpegRun,
): Promise<ToolCall & { stderr: string }> {
  const argv = ffmpegArgv(args);
  const { stderr, wallSeconds } = await runTool(tools.ffmpeg, 'ffmpeg', argv.slice(1), run, (line) => {
    const frame = /^frame=\s*(\d+)/.exec(line)?.[1];
    if (frame !== undefined) run.onFrame?.(Number(frame));
  });
  const unwritten = UNWRITTEN.exec(stderr);
  if (unwritten !== null) {
    const [stderrTail, reason] = unwritten;
    if (reason === 'No space left on device') throw new DiskFullError('ffmpeg');
    throw new ToolFailedError({ argv, exitCode: 0, signal: undefined, wallSeconds, stderrTail });
  }
  return { argv, cpu_seconds: cpuSeconds(stderr), wall_seconds: wallSeconds, stderr };
}

/** User and system seconds from the line that -benchmark prints. */
function cpuSeconds(stderr: string): number {
  const match = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
  return match === null ? 0 : Number(match[1]) + Number(match[2]);
}
