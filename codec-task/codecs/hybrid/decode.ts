import { unwrapConventional } from '../conventional/decode.ts';
import { HEADER_BYTES, readHeader } from '../conventional/header.ts';
import type { Decoder, FfmpegDecode } from '../decoder.ts';
import { readHybrid } from './bitstream.ts';
import { readRestoration } from './restoration/coding.ts';
import { switchGrid } from './restoration/switch-coding.ts';

/** ffmpeg decodes the base layer; what comes out is restored. */
export const hybridDecoder: Decoder = { kind: 'ffmpeg', unwrap: unwrapHybrid };

/** @throws InvalidBitstreamError */
export function unwrapHybrid(bitstream: Uint8Array): FfmpegDecode {
  const { restoration, base } = readHybrid(bitstream);
  const decode = unwrapConventional(base);
  if (restoration.length === 0) return decode;
  const { frames, width, height } = readHeader(base.subarray(0, HEADER_BYTES));
  // What cannot be read is refused before anything is decoded.
  readRestoration(restoration, frames, switchGrid({ width, height }));
  return { ...decode, restoration: { description: restoration, frames } };
}
