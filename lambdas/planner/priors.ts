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

/** What is generally known of a parameter: points of log-rate of its values, or points for each unit of its number. */
export type Known = Readonly<Record<string, number>> | { readonly perUnit: number };

const SCALING: Known = { 0.75: 15, 0.5: 40 };
const DENOISING: Known = { light: 1, medium: 5, strong: 13 };
/** Grain is taken out before, and synthesised where PSNR and SSIM miss it after. */
const GRAIN: Known = { perUnit: 1.8 };
const UPSCALING: Known = { bicubic: 0.5, spline: 0 };
const AROUND = { scale: SCALING, denoise: DENOISING, upscaler: UPSCALING } as const;

/**
 * Points of log-rate to expect of a value against what the encoder itself would choose, by encoder and parameter: what is
 * generally known of tunes, psycho-visual decisions and adaptive quantisation, which favour the eye and cost PSNR, and of
 * bit depth. The lab's own figures of November 2026 (two clips at 320x180) set their sizes.
 */
export const SHIFTS: Readonly<Record<string, Readonly<Record<string, Known>>>> = {
  libx264: {
    ...AROUND,
    tune: { psnr: -10, ssim: -5, film: 1, animation: -3, grain: 2 },
    psy: { false: -4 },
    aq_mode: { 0: -3, 2: 1, 3: 3 },
    pixel_format: { yuv420p10le: -1 },
  },
  libx265: {
    ...AROUND,
    tune: { psnr: -6, ssim: -4, grain: 14 },
    psy_rd: { perUnit: 2 },
    aq_mode: { 0: -2, 1: 0, 3: 2, 4: 2 },
    pixel_format: { yuv420p10le: -1.5 },
  },
  'libvpx-vp9': { ...AROUND, tune: { ssim: 3 }, aq_mode: { 1: 5, 2: 15, 3: 18 } },
  libsvtav1: {
    ...AROUND,
    tune: { vq: 4 },
    aq_mode: { 0: 0.5, 1: 0.2 },
    film_grain: GRAIN,
    pixel_format: { yuv420p: 1 },
  },
  'libaom-av1': {
    ...AROUND,
    tune: { ssim: 3 },
    aq_mode: { 1: 3, 2: 3, 3: 4 },
    film_grain: GRAIN,
    pixel_format: { yuv420p: 1 },
  },
};

/**
 * Points of log-rate to expect of one parameter's value against another; 0 where nothing is known.
 * @param against what the encoder would choose.
 */
export function expectedShift(
  encoder: string,
  name: string,
  value: Parameters[string],
  against: Parameters[string],
): number {
  const known = SHIFTS[encoder]?.[name];
  if (known === undefined) return 0;
  if ('perUnit' in known) return (known.perUnit ?? 0) * (Number(value) - Number(against));
  const of = (each: Parameters[string]) => known[String(each)] ?? 0;
  return of(value) - of(against);
}
