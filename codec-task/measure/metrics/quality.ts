import type { VmafScore, XpsnrScore } from '../../../lambdas/shared/result.ts';
import type { SourceFrames } from '../../codecs/codec.ts';
import type { Tools } from '../../media/tools.ts';

/** Everything that is measured of a decode against its source. PSNR in dB and the similarities are means over frames. */
export interface Quality {
  readonly psnrY: number;
  readonly psnrU: number;
  readonly psnrV: number;
  /** (6 Y + U + V) / 8. */
  readonly psnrYuv: number;
  /** The same weighting of the planes' PSNR of the mean squared error over all frames. */
  readonly psnrYuvOfMeanError: number;
  /** Luma. */
  readonly ssim: number;
  readonly msSsim: number;
  /** Null where the found ffmpeg cannot measure it; likewise the next two. */
  readonly xpsnr: XpsnrScore | null;
  readonly vmaf: VmafScore | null;
  readonly vmafNeg: VmafScore | null;
  /** SHA-256 of the source's frames as they were read for this. */
  readonly sourceSha256: string;
  /**
   * For each decoded frame, the index of the source frame that it resembles most among its neighbours, where that is
   * clear; else its own index.
   */
  readonly resembles: readonly number[];
}

export interface QualityMeterRequest {
  readonly tools: Tools;
  /** Filters that the found ffmpeg has. */
  readonly filters: readonly string[];
  readonly source: SourceFrames;
  /** Empty folder for logs. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Takes the frames of one decode in order, as they come. */
export interface QualityMeter {
  /** @param frame 8-bit planar 4:2:0; read before the promise resolves, and free for reuse after. */
  add(frame: Uint8Array): Promise<void>;
  /** To be called once, after the last frame. */
  finish(): Promise<Quality>;
  /** Ends everything without a result; harmless after `finish`. */
  close(): Promise<void>;
}
