import type { ToolCall } from '../../lambdas/shared/result.ts';
import type { PictureSize } from '../media/frames.ts';
import type { Tools } from '../media/tools.ts';

/** The frames to encode: raw planar 8-bit 4:2:0. */
export interface SourceFrames extends PictureSize {
  /** Absolute path of the raw file. */
  readonly path: string;
  /** `num/den`. */
  readonly fps: string;
  readonly frames: number;
}

export interface EncodeRequest {
  readonly tools: Tools;
  readonly source: SourceFrames;
  /** Value of the codec's own quality control. */
  readonly qualityControl: number;
  readonly gop: number;
  /** Empty folder for this encode. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onFrame?: (frame: number) => void;
}

/** One encoded clip. */
export interface Encoded {
  /** Absolute path of the bitstream: the lab's header and the elementary stream. */
  readonly path: string;
  /** What counts: packets and header. */
  readonly bytes: number;
  readonly headerBytes: number;
  /** Size of the stream as the encoder's program wrote it. */
  readonly containerBytes: number;
  readonly call: ToolCall;
}

export interface DecodeRequest {
  readonly tools: Tools;
  /** Absolute path of the bitstream, which is all that the decoder is given. */
  readonly bitstream: string;
  /** Folder for this decode; it holds nothing but the bitstream. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The decoder's frames, at the size that the bitstream itself tells. */
export interface Decoded extends PictureSize {
  /** Absolute path of the raw planar 8-bit 4:2:0 file. */
  readonly path: string;
  readonly call: ToolCall;
}

/** What every strategy offers. The harness alone counts bytes and frames, computes metrics and writes results. */
export interface Codec {
  encode(request: EncodeRequest): Promise<Encoded>;
  decode(request: DecodeRequest): Promise<Decoded>;
}
