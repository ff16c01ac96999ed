/** Shares of the planes Y, U and V in PSNR-YUV. */
export const SHARE: readonly [number, number, number] = [6 / 8, 1 / 8, 1 / 8];
