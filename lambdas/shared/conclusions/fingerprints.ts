import type { ClipResult, RatePoint } from '../result.ts';
import { canonicalJson, sha256 } from '../spec.ts';

/** SHA-256 over the hash of every bitstream: equal for experiments that produced the same bits. */
export function bitsFingerprint(clips: readonly ClipResult[]): string {
  return sha256(clips.flatMap(({ points }) => points.map((point) => point.bitstream_sha256)).join('\n'));
}

/**
 * SHA-256 over bytes and scores of every point: equal for experiments that came to the same, also where a byte without
 * effect makes their bits differ.
 */
export function scoresFingerprint(clips: readonly ClipResult[]): string {
  return sha256(canonicalJson(clips.map(({ points }) => points.map(scoresOf))));
}

function scoresOf(point: RatePoint) {
  const { bytes, psnr_y, psnr_u, psnr_v, ssim, ms_ssim, xpsnr, vmaf, vmaf_neg } = point;
  return { bytes, psnr_y, psnr_u, psnr_v, ssim, ms_ssim, xpsnr, vmaf, vmaf_neg };
}
