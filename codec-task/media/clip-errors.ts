import { NamedError } from '../../lambdas/shared/errors.ts';

/** A file that holds no video which ffmpeg can read. */
export class UnreadableClipError extends NamedError {
  constructor(name: string, detail: string) {
    super('UnreadableClip', `clip ${name} cannot be read as video: ${detail}`);
  }
}

/** A readable clip that cannot be measured. */
export class UnsuitableClipError extends NamedError {
  constructor(name: string, detail: string) {
    super('UnsuitableClip', `clip ${name} cannot be measured: ${detail}`);
  }
}
