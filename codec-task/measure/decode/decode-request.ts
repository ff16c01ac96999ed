import type { CheckName } from '../../../lambdas/shared/checks.ts';
import { NamedError } from '../../../lambdas/shared/errors.ts';
import type { Isolation, ToolCall } from '../../../lambdas/shared/result.ts';
import type { Decoder } from '../../codecs/decoder.ts';
import type { DecodeLimits } from '../../isolation/limits.ts';
import type { PictureSize } from '../../media/frames.ts';
import type { Tools } from '../../media/tools.ts';

/** One decode: what the decoder is given, what it must give back, and how it is kept apart. */
export interface DecodeRequest {
  readonly tools: Tools;
  readonly decoder: Decoder;
  /** Absolute path of the bitstream; what the decoder gets is a copy of its bytes. */
  readonly bitstream: string;
  readonly sideFiles: readonly string[];
  /** What the encoder left besides, handed on only where `declared-files` is not checked. */
  readonly strayFiles?: readonly string[];
  readonly size: PictureSize;
  readonly frames: number;
  readonly isolation: Isolation;
  readonly checks: ReadonlySet<CheckName>;
  readonly limits?: Partial<DecodeLimits>;
  /** Folder for the decode's own folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Takes each 8-bit 4:2:0 frame in order; the buffer is used again after it resolves. */
  readonly onFrame?: (frame: Uint8Array) => Promise<void>;
}

/** What came out of a decode. */
export interface DecodedFrames {
  /** Of all frames, 8-bit planar 4:2:0, one after the other. */
  readonly sha256: string;
  readonly frames: number;
  readonly call: ToolCall;
}

/** The bitstream could not be decoded by a process that was given it and the decoder's own code alone. */
export class DecodeFailedError extends NamedError {
  /** The check behind which it failed, where one may be the cause. */
  readonly check: CheckName | undefined;

  constructor(detail: string, { check, ...options }: ErrorOptions & { readonly check?: CheckName } = {}) {
    super(
      'DecodeFailed',
      `the separate decode, which is given the bitstream alone, failed: ${detail}`,
      options,
    );
    this.check = check;
  }
}
