import { frameBytes } from '../../../media/frames.ts';
import { decibel } from '../../../quality/decibel.ts';
import { FrameComparison } from '../../../quality/frame-comparison.ts';
import { planesPsnr, psnrYuv } from '../../../quality/psnr.ts';
import type { FrameRestoration } from '../../decoder.ts';
import { type ClipFiles, ClipReader } from '../../hybrid/fit/clip-files.ts';
import { readRestoration } from '../../hybrid/restoration/coding.ts';
import { Restorer } from '../../hybrid/restoration/restorer.ts';
import { switchGrid } from '../../hybrid/restoration/switch-coding.ts';

export interface TrialRequest {
  readonly files: ClipFiles;
  /** As the bitstream tells it; absent: pictures are scored as they were decoded. */
  readonly restoration?: FrameRestoration | undefined;
}

/** Means over a clip's frames, in dB: PSNR-YUV, and SSIM of luma. */
export interface TrialScores {
  readonly psnrYuv: number;
  readonly ssimDb: number;
}

/** Scores decoded pictures as the harness will: rounded to 8 bits, restored by the decoder's own code, frame by frame. */
export async function scoreTrial({ files, restoration }: TrialRequest): Promise<TrialScores> {
  const comparison = await FrameComparison.open(files);
  using reader = new ClipReader(files);
  let psnr = 0;
  let ssim = 0;
  for await (const { index, frame } of pictures(files, reader, restoration)) {
    comparison.decoded.set(frame);
    comparison.source.set(reader.source(index));
    const scores = comparison.compare();
    const [y, u, v] = planesPsnr(scores.squaredErrors, files);
    psnr += psnrYuv(y, u, v);
    ssim += scores.ssim;
  }
  return { psnrYuv: psnr / files.frames, ssimDb: decibel(ssim / files.frames) };
}

interface Picture {
  readonly index: number;
  /** 8 bits. */
  readonly frame: Uint8Array;
}

async function* pictures(
  files: ClipFiles,
  reader: ClipReader,
  restoration: FrameRestoration | undefined,
): AsyncGenerator<Picture> {
  if (restoration === undefined) {
    const rounded = new Uint8Array(frameBytes(files));
    for (let index = 0; index < files.frames; index++)
      yield { index, frame: inEightBits(reader.decoded(index), rounded) };
    return;
  }
  const { description, frames } = restoration;
  const restorer = await Restorer.open(files, readRestoration(description, frames, switchGrid(files)));
  for (let index = 0; index < files.frames; index++) yield* restorer.push(reader.decoded(index));
  yield* restorer.finish();
}

/** 10-bit samples, little endian in two bytes each, rounded as the harness does: (v + 2) >> 2, at most 255. */
function inEightBits(bytes: Uint8Array, rounded: Uint8Array): Uint8Array {
  if (bytes.length === rounded.length) return bytes;
  const samples = new Uint16Array(bytes.buffer, bytes.byteOffset, rounded.length);
  for (let at = 0; at < rounded.length; at++) rounded[at] = Math.min(255, ((samples[at] as number) + 2) >> 2);
  return rounded;
}
