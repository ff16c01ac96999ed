import { unwrapConventional } from '../conventional/decode.ts';
import { HEADER_BYTES } from '../conventional/header.ts';
import type { Decoder, FfmpegDecode } from '../decoder.ts';
import { sideInformationBytes } from '../hybrid/bitstream.ts';
import { unwrapHybrid } from '../hybrid/decode.ts';
import { type ChosenStrategy, OWN_HEADER_BYTES, readAuto } from './bitstream.ts';

/** The decoder of whatever strategy the bitstream signals. */
export const autoDecoder: Decoder = { kind: 'ffmpeg', unwrap: unwrapAuto };

const UNWRAP: Readonly<Record<ChosenStrategy, (bitstream: Uint8Array) => FfmpegDecode>> = {
  conventional: unwrapConventional,
  hybrid: unwrapHybrid,
};
const SIDE_BYTES: Readonly<Record<ChosenStrategy, (bitstream: Uint8Array) => number>> = {
  conventional: () => HEADER_BYTES,
  hybrid: sideInformationBytes,
};

/** @throws InvalidBitstreamError */
export function unwrapAuto(bitstream: Uint8Array): FfmpegDecode {
  const { strategy, chosen } = readAuto(bitstream);
  return UNWRAP[strategy](chosen);
}

/** Bytes that are headers and side information, those of the chosen strategy and this one's own. */
export function autoHeaderBytes(bitstream: Uint8Array): number {
  const { strategy, chosen } = readAuto(bitstream);
  return OWN_HEADER_BYTES + SIDE_BYTES[strategy](chosen);
}
