import type { ToolCall } from '../../lambdas/shared/result.ts';
import type { PictureSize } from '../media/frames.ts';
import type { Tools } from '../media/tools.ts';
import type { Decoder } from './decoder.ts';

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

/** One encoded clip. What it comes to in bytes is counted by the harness. */
export interface Encoded {
  /** Absolute path of the bitstream, `BITSTREAM_NAME` in the folder of the encode. */
  readonly path: string;
  /** Absolute paths of further files that the decoder needs; every byte of them counts. */
  readonly sideFiles: readonly string[];
  /** Of the bitstream, the lab's own headers and side information. */
  readonly headerBytes: number;
  /** Size of the stream as the encoder's program wrote it; beside, not counted. */
  readonly containerBytes: number;
  /** What was chosen for this clip at this rate, in words, where a strategy chooses. */
  readonly choice?: string;
  readonly call: ToolCall;
}

/** The only name that an encoder may give its bitstream: a name of its choice could carry content. */
export const BITSTREAM_NAME = 'bitstream.clb';

/**
 * What every strategy offers. The harness alone reads the source, runs the decoder, counts bytes and frames, computes
 * metrics and writes results.
 */
export interface Codec {
  encode(request: EncodeRequest): Promise<Encoded>;
  readonly decoder: Decoder;
  /**
   * The call that an encode's record tells, told without encoding, so that a verification can hold it against what is stored;
   * absent: only an encode tells it.
   */
  readonly expectedArgv?: (source: SourceFrames, gop: number, qualityControl: number) => readonly string[];
  /** Bytes of a bitstream that are headers and side information; absent: only an encode tells. */
  readonly headerBytes?: (bitstream: Uint8Array) => number;
}
