import * as z from 'zod';
import { bdRate, type CurvePoint } from '../../../lambdas/shared/rate-distortion/bd-rate.ts';
import type { RatePoint } from '../../../lambdas/shared/result.ts';
import { sha256 } from '../../../lambdas/shared/spec.ts';

/** What of a control's rate point must come out again. */
export const ReadingPoint = z.strictObject({
  quality_control: z.number(),
  bitrate_mbps: z.number(),
  psnr_yuv: z.number(),
  ssim_db: z.number(),
  ms_ssim_db: z.number(),
  bitstream_sha256: z.string(),
  decoded_sha256: z.string(),
});

/** A control's rate points, by rising bitrate. */
export const Reading = z.array(ReadingPoint);
export type Reading = z.output<typeof Reading>;
type Measure = 'psnr_yuv' | 'ssim_db' | 'ms_ssim_db';

export function readingOf(points: readonly RatePoint[]): Reading {
  return points
    .map((point) => ({
      quality_control: point.quality_control,
      bitrate_mbps: point.bitrate_mbps,
      psnr_yuv: point.psnr_yuv,
      ssim_db: point.ssim_db,
      ms_ssim_db: point.ms_ssim_db ?? Number.NaN,
      bitstream_sha256: point.bitstream_sha256,
      decoded_sha256: point.decoded_sha256,
    }))
    .sort((a, b) => a.bitrate_mbps - b.bitrate_mbps);
}

/** SHA-256 over the bits and the frames that they decode to: equal for readings that reproduce each other. */
export function readingFingerprint(reading: Reading): string {
  return sha256(
    reading.map(({ bitstream_sha256, decoded_sha256 }) => `${bitstream_sha256} ${decoded_sha256}`).join('\n'),
  );
}

/** BD-rate of one reading against another in percent; null where the curves cannot be compared. */
export function readingRate(
  against: Reading,
  reading: Reading,
  measure: Measure = 'psnr_yuv',
): number | null {
  const curve = (points: Reading): CurvePoint[] =>
    points.map((point) => ({ rate: point.bitrate_mbps, quality: point[measure] }));
  return bdRate(curve(against), curve(reading)).percent;
}
