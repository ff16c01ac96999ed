import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { FailureClass } from '../../lambdas/shared/names.ts';
import type { ExperimentResult } from '../../lambdas/shared/result.ts';
import { ToolFailedError } from '../media/tool-errors.ts';
import { CheckFailedError } from './check-failed.ts';
import { DecodeFailedError } from './decode/decode-request.ts';

const CLASSES: Readonly<Record<string, FailureClass>> = {
  InvalidSpec: 'invalid-spec',
  Unsupported: 'unsupported',
  UnreadableClip: 'clip-unreadable',
  UnsuitableClip: 'clip-unsuitable',
  EncodeFailed: 'encode-failed',
  DecodeFailed: 'decode-failed',
  InvalidDecoder: 'decode-failed',
  ToolTimeout: 'timeout',
  // Neither an encode nor a decode: the rendering of a clip or a metric, which say nothing about the idea.
  ToolFailed: 'infrastructure',
  IncompleteMetric: 'infrastructure',
  Stopped: 'stopped',
};

/** Checks whose failure has had a class of its own since before it had a name. */
const CLASSES_OF_CHECKS: Readonly<Partial<Record<CheckName, FailureClass>>> = {
  'frame-count': 'frame-mismatch',
  'frame-size': 'frame-mismatch',
  'frame-format': 'frame-mismatch',
  'time-limit': 'timeout',
};

/**
 * An error as the failure of an experiment, which is data; undefined for a fault of the machinery (no ffmpeg, a full
 * disk, a store out of reach, a bug), which must not be recorded as if the idea had failed.
 */
export function experimentFailure(error: unknown): NonNullable<ExperimentResult['failure']> | undefined {
  if (!(error instanceof Error)) return undefined;
  const message = error.message.slice(0, 2000);
  if (error instanceof CheckFailedError) {
    const { check } = error;
    return { class: CLASSES_OF_CHECKS[check] ?? 'check-failed', message, check };
  }
  const failure = wasKilled(error) ? 'out-of-memory' : CLASSES[error.name];
  const check = error instanceof DecodeFailedError ? error.check : undefined;
  return failure && { class: failure, message, ...(check && { check }) };
}

/** Nobody here kills with SIGKILL what has not passed its limit, which has an error of its own: the system did. */
function wasKilled(error: Error): boolean {
  const failed = error instanceof ToolFailedError ? error : error.cause;
  return failed instanceof ToolFailedError && failed.call.signal === 'SIGKILL';
}
