import { NOT_REACHED } from '../../lambdas/shared/conclusions/mean-operating-point.ts';
import { QUALITY_FLOOR } from '../../lambdas/shared/names.ts';
import type { OperatingPoint, RatePoint } from '../../lambdas/shared/result.ts';
import { decibel } from '../quality/decibel.ts';

export { meanOperatingPoint } from '../../lambdas/shared/conclusions/mean-operating-point.ts';

/** Distances to the quality floor in dB, of PSNR-YUV and of SSIM; negative below the floor. */
export function floorMargins(point: Pick<RatePoint, 'psnr_yuv' | 'ssim'>): readonly [number, number] {
  // The sign is taken from SSIM itself, so that rounding in the conversion to dB never decides.
  const ssim = decibel(point.ssim) - decibel(QUALITY_FLOOR.ssim);
  const signed = point.ssim >= QUALITY_FLOOR.ssim ? Math.max(0, ssim) : Math.min(-1e-9, ssim);
  return [point.psnr_yuv - QUALITY_FLOOR.psnrYuv, signed];
}

export function meetsFloor(point: Pick<RatePoint, 'psnr_yuv' | 'ssim'>): boolean {
  return floorMargins(point).every((margin) => margin >= 0);
}

/** The measured point of smallest bitrate that meets the floor. */
export function operatingPoint(points: readonly RatePoint[]): OperatingPoint {
  const meeting = points.filter(meetsFloor).sort((a, b) => a.bitrate_mbps - b.bitrate_mbps);
  const best = meeting[0];
  if (best === undefined) return NOT_REACHED;
  const { bitrate_mbps, quality_control, psnr_yuv, ssim } = best;
  return { reached: true, bitrate_mbps, quality_control, psnr_yuv, ssim };
}
