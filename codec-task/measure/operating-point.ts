import { QUALITY_FLOOR } from '../../lambdas/shared/names.ts';
import type { OperatingPoint, RatePoint } from '../../lambdas/shared/result.ts';
import { decibel } from '../quality/decibel.ts';

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

const NOT_REACHED: OperatingPoint = {
  reached: false,
  bitrate_mbps: null,
  quality_control: null,
  psnr_yuv: null,
  ssim: null,
};

/** The measured point of smallest bitrate that meets the floor. */
export function operatingPoint(points: readonly RatePoint[]): OperatingPoint {
  const meeting = points.filter(meetsFloor).sort((a, b) => a.bitrate_mbps - b.bitrate_mbps);
  const best = meeting[0];
  if (best === undefined) return NOT_REACHED;
  const { bitrate_mbps, quality_control, psnr_yuv, ssim } = best;
  return { reached: true, bitrate_mbps, quality_control, psnr_yuv, ssim };
}

/** Mean over clips of bitrate and quality; reached only when every clip reached it. */
export function meanOperatingPoint(points: readonly OperatingPoint[]): OperatingPoint {
  if (points.length === 0 || points.some((point) => !point.reached)) return NOT_REACHED;
  const mean = (pick: (point: OperatingPoint) => number | null) =>
    points.reduce((sum, point) => sum + (pick(point) ?? 0), 0) / points.length;
  return {
    reached: true,
    bitrate_mbps: mean((point) => point.bitrate_mbps),
    quality_control: null,
    psnr_yuv: mean((point) => point.psnr_yuv),
    ssim: mean((point) => point.ssim),
  };
}
