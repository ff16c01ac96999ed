import type { PictureSize } from '../media/frames.ts';

/** Cap for a plane without any error: 6 n + 12 dB for n = 8 bits, as in libvmaf. */
const CAP = 60;

/** PSNR of a plane in dB from its sum of squared errors. */
export function planePsnr(squaredError: number, samples: number): number {
  return squaredError === 0 ? CAP : Math.min(CAP, 10 * Math.log10((255 * 255 * samples) / squaredError));
}

/** PSNR-YUV: (6 Y + U + V) / 8. */
export function psnrYuv(y: number, u: number, v: number): number {
  return (6 * y + u + v) / 8;
}

/** PSNR of the three planes of a frame from its sums of squared errors. */
export function planesPsnr(
  [y, u, v]: readonly [number, number, number],
  { width, height }: PictureSize,
): [number, number, number] {
  const luma = width * height;
  return [planePsnr(y, luma), planePsnr(u, luma / 4), planePsnr(v, luma / 4)];
}
