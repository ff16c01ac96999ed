import { LARGEST_SIDE } from '../../lambdas/shared/clip-guard.ts';
import type { PictureSize } from './frames.ts';

/** Bytes of a stored clip's file, and of the frames that are taken from it: together they leave room on a 40 GB disk. */
export const MOST_FILE_BYTES = 12 * 2 ** 30;
export const MOST_FRAME_BYTES = 16 * 2 ** 30;

export const SMALLEST_SIDE = 64;

/** Whether a picture's size can be measured. */
export function isMeasurable({ width, height }: PictureSize): boolean {
  return Math.min(width, height) >= SMALLEST_SIDE && Math.max(width, height) <= LARGEST_SIDE;
}
