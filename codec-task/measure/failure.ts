import type { FailureClass } from '../../lambdas/shared/names.ts';
import { ToolFailedError } from '../media/tool-errors.ts';

const CLASSES: Readonly<Record<string, FailureClass>> = {
  InvalidSpec: 'invalid-spec',
  Unsupported: 'unsupported',
  UnreadableClip: 'clip-unreadable',
  UnsuitableClip: 'clip-unsuitable',
  EncodeFailed: 'encode-failed',
  DecodeFailed: 'decode-failed',
  InvalidDecoder: 'decode-failed',
  FrameMismatch: 'frame-mismatch',
  ToolTimeout: 'timeout',
  // Neither an encode nor a decode: the rendering of a clip or a metric, which say nothing about the idea.
  ToolFailed: 'infrastructure',
  IncompleteMetric: 'infrastructure',
  Stopped: 'stopped',
};

/**
 * An error as the failure of an experiment, which is data; undefined for a fault of the machinery (no ffmpeg, a full
 * disk, a store out of reach, a bug), which must not be recorded as if the idea had failed.
 */
export function experimentFailure(error: unknown): { class: FailureClass; message: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const failure = wasKilled(error) ? 'out-of-memory' : CLASSES[error.name];
  return failure && { class: failure, message: error.message.slice(0, 2000) };
}

/** Nobody here kills with SIGKILL what has not passed its limit, which has an error of its own: the system did. */
function wasKilled(error: Error): boolean {
  const failed = error instanceof ToolFailedError ? error : error.cause;
  return failed instanceof ToolFailedError && failed.call.signal === 'SIGKILL';
}
