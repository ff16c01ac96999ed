import type { OperatingPoint } from '../result.ts';

/** Of what never met the quality floor. */
export const NOT_REACHED: OperatingPoint = {
  reached: false,
  bitrate_mbps: null,
  quality_control: null,
  psnr_yuv: null,
  ssim: null,
};

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
