import type { Parameters } from '../shared/spec.ts';

/**
 * What is expected before a campaign has measured anything. The lab's own figures of November 2026, two synthetic clips
 * of 60 frames at 640x360 and three real ones of 90 frames; `bdRate` in percent against libx265 medium, `cpuSeconds` of
 * an arm of two clips with 13 encodes, decoding not counted.
 */
export const PRIORS: Readonly<Record<string, { readonly bdRate: number; readonly cpuSeconds: number }>> = {
  'libx264/ultrafast': { bdRate: 150, cpuSeconds: 2 },
  'libx264/superfast': { bdRate: 90, cpuSeconds: 3 },
  'libx264/veryfast': { bdRate: 70, cpuSeconds: 4 },
  'libx264/faster': { bdRate: 55, cpuSeconds: 6 },
  'libx264/fast': { bdRate: 45, cpuSeconds: 8 },
  'libx264/medium': { bdRate: 38, cpuSeconds: 10 },
  'libx264/slow': { bdRate: 32, cpuSeconds: 21 },
  'libx264/slower': { bdRate: 28, cpuSeconds: 41 },
  'libx264/veryslow': { bdRate: 25, cpuSeconds: 59 },
  'libx265/ultrafast': { bdRate: 60, cpuSeconds: 7 },
  'libx265/superfast': { bdRate: 40, cpuSeconds: 11 },
  'libx265/veryfast': { bdRate: 25, cpuSeconds: 16 },
  'libx265/faster': { bdRate: 22, cpuSeconds: 17 },
  'libx265/fast': { bdRate: 8, cpuSeconds: 18 },
  'libx265/medium': { bdRate: 0, cpuSeconds: 26 },
  'libx265/slow': { bdRate: -8, cpuSeconds: 60 },
  'libx265/slower': { bdRate: -15, cpuSeconds: 170 },
  'libx265/veryslow': { bdRate: -18, cpuSeconds: 300 },
  'libvpx-vp9/5': { bdRate: 12, cpuSeconds: 50 },
  'libvpx-vp9/4': { bdRate: 8, cpuSeconds: 34 },
  'libvpx-vp9/3': { bdRate: 4, cpuSeconds: 49 },
  'libvpx-vp9/2': { bdRate: -2, cpuSeconds: 90 },
  'libvpx-vp9/1': { bdRate: -6, cpuSeconds: 160 },
  'libsvtav1/12': { bdRate: 8, cpuSeconds: 7 },
  'libsvtav1/11': { bdRate: 2, cpuSeconds: 10 },
  'libsvtav1/10': { bdRate: -8, cpuSeconds: 15 },
  'libsvtav1/9': { bdRate: -14, cpuSeconds: 20 },
  'libsvtav1/8': { bdRate: -20, cpuSeconds: 37 },
  'libsvtav1/7': { bdRate: -25, cpuSeconds: 55 },
  'libsvtav1/6': { bdRate: -31, cpuSeconds: 85 },
  'libsvtav1/5': { bdRate: -36, cpuSeconds: 145 },
  'libsvtav1/4': { bdRate: -39, cpuSeconds: 235 },
  'libsvtav1/3': { bdRate: -41, cpuSeconds: 400 },
  'libaom-av1/6': { bdRate: -27, cpuSeconds: 130 },
  'libaom-av1/5': { bdRate: -30, cpuSeconds: 220 },
  'libaom-av1/4': { bdRate: -34, cpuSeconds: 400 },
  'libaom-av1/3': { bdRate: -36, cpuSeconds: 600 },
};

/** Points of BD-rate that a value is expected to bring against the encoder's own choice, by `name=value`. */
const SHIFTS: Readonly<Record<string, number>> = {
  'tune=psnr': -5,
  'tune=ssim': -1,
  'tune=film': 3,
  'tune=animation': 1,
  'tune=grain': 20,
  'tune=vq': 6,
  'pixel_format=yuv420p10le': -4,
  'pixel_format=yuv420p': 4,
  'scale=0.75': 15,
  'scale=0.5': 45,
  'denoise=light': 4,
  'denoise=medium': 12,
  'denoise=strong': 30,
  'psy=false': -3,
  'aq_mode=0': -2,
};

/** Points per unit of a numeric parameter away from the encoder's own choice. */
const SLOPES: Readonly<Record<string, { readonly ownChoice: number; readonly points: number }>> = {
  film_grain: { ownChoice: 0, points: 1.2 },
  psy_rd: { ownChoice: 2, points: 1.5 },
};

/** Points of BD-rate to expect of one parameter's value; 0 where nothing is known. */
export function expectedShift(name: string, value: Parameters[string]): number {
  const known = SHIFTS[`${name}=${String(value)}`];
  if (known !== undefined) return known;
  const slope = SLOPES[name];
  return slope === undefined ? 0 : slope.points * (Number(value) - slope.ownChoice);
}
