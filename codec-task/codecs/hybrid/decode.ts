import { unwrapConventional } from '../conventional/decode.ts';
import { type BitstreamHeader, HEADER_BYTES, readHeader } from '../conventional/header.ts';
import type { Decoder, FfmpegDecode } from '../decoder.ts';
import { readHybrid } from './bitstream.ts';
import { interpolationOf } from './picture-maker.ts';
import { type ReducedClip, requireBase } from './reduction/reduced-clip.ts';
import { isScaled } from './reduction/reduction.ts';
import { readRestoration } from './restoration/coding.ts';
import { switchGrid } from './restoration/switch-coding.ts';
import { readUpscaling } from './upscaling/coding.ts';

/** ffmpeg decodes the base layer; what comes out is restored. */
export const hybridDecoder: Decoder = { kind: 'ffmpeg', unwrap: unwrapHybrid };

/** @throws InvalidBitstreamError */
export function unwrapHybrid(bitstream: Uint8Array): FfmpegDecode {
  const { restoration, reduced, base } = readHybrid(bitstream);
  const decode = unwrapConventional(base);
  if (restoration.length === 0 && reduced === undefined) return decode;
  const header = readHeader(base.subarray(0, HEADER_BYTES));
  // What cannot be read is refused before anything is decoded.
  if (reduced) requireReadable(reduced, header);
  if (restoration.length > 0) readRestoration(restoration, header.frames, switchGrid(reduced ?? header));
  return {
    ...decode,
    restoration: { description: restoration, frames: header.frames, ...(reduced && { reduced }) },
  };
}

function requireReadable(reduced: ReducedClip, header: BitstreamHeader): void {
  requireBase(reduced, header);
  if (isScaled(reduced.ratio)) readUpscaling(reduced.upscaling, reduced.ratio);
  if (reduced.step === 2) interpolationOf(reduced);
}
