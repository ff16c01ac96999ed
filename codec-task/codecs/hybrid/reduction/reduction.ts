import type { PictureSize } from '../../../media/frames.ts';

/** Coded samples for shown ones, in each direction. */
export interface Ratio {
  readonly coded: number;
  readonly whole: number;
}

/** What a base layer may be coded at, in the order in which bitstreams name it; each is exact in every picture. */
export const RATIOS: readonly [Ratio, ...Ratio[]] = [
  { coded: 1, whole: 1 },
  { coded: 3, whole: 4 },
  { coded: 1, whole: 2 },
];

/** What of a clip its base layer leaves out: samples, and pictures between others. */
export interface Reduction {
  readonly ratio: Ratio;
  /** 2: every second picture is left out. */
  readonly step: 1 | 2;
}

/** Nothing is left out. */
export const WHOLE: Reduction = { ratio: RATIOS[0], step: 1 };

/** The smallest coded side: the encoders take none below. */
const SMALLEST_CODED_SIDE = 64;

export function isScaled({ coded, whole }: Ratio): boolean {
  return coded !== whole;
}

/**
 * Side that a side is coded at: even, and as long as the ratio asks, exactly; where that is no whole number the coded picture
 * reaches beyond the shown one, and so it does where the encoders take none as small.
 */
export function codedSide(side: number, { coded, whole }: Ratio): number {
  if (coded === whole) return side;
  return Math.max(SMALLEST_CODED_SIDE, 2 * Math.ceil((side * coded) / whole / 2));
}

export function codedSize({ width, height }: PictureSize, ratio: Ratio): PictureSize {
  return { width: codedSide(width, ratio), height: codedSide(height, ratio) };
}

/** Pictures that are coded: the first, every second after it, and always the last. */
export function codedPictures(pictures: number, step: Reduction['step']): number {
  return step === 1 ? pictures : Math.floor(pictures / 2) + 1;
}

/** Pictures that are left out, each between a coded one of that index and the next. */
export function omittedPictures(pictures: number, step: Reduction['step']): number {
  return pictures - codedPictures(pictures, step);
}

/** Place in the clip of a coded picture. */
export function placeOf(coded: number, pictures: number, step: Reduction['step']): number {
  return Math.min(coded * step, pictures - 1);
}
