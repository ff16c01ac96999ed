import type { FailureClass } from '../../lambdas/shared/names.ts';

const CLASSES: Readonly<Record<string, FailureClass>> = {
  InvalidSpec: 'invalid-spec',
  Unsupported: 'unsupported',
  UnreadableClip: 'clip-unreadable',
  UnsuitableClip: 'clip-unsuitable',
  EncodeFailed: 'encode-failed',
  DecodeFailed: 'decode-failed',
  FrameMismatch: 'frame-mismatch',
  ToolTimeout: 'timeout',
  ToolFailed: 'encode-failed',
  Stopped: 'stopped',
};

/**
 * An error as the failure of an experiment, which is data; undefined for a fault of the machinery (no ffmpeg, a full
 * disk, a store out of reach, a bug), which must not be recorded as if the idea had failed.
 */
export function experimentFailure(error: unknown): { class: FailureClass; message: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const failure = CLASSES[error.name];
  return failure && { class: failure, message: error.message.slice(0, 2000) };
}
