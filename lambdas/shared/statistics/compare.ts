import { arithmeticMean, geometricMeanPercent, median, worstClip } from './averages.ts';
import { type MeanInterval, pairedInterval } from './interval.ts';
import { signFlipProbability } from './sign-flip.ts';

/** A clip's BD-rate against the same anchor in two experiments, percent. */
export interface PairedClip {
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

/** Differences in rate over clips, percent, negative where B needs fewer bits. */
export interface OverClips {
  readonly clips: readonly { readonly name: string; readonly percent: number }[];
  readonly mean: number;
  readonly geometricMean: number;
  readonly median: number;
  readonly worst: { readonly name: string; readonly percent: number };
  /** Null under six clips; likewise the next. */
  readonly interval: MeanInterval | null;
  readonly signFlip: number | null;
}

/** Rate of B against A in percent, from the BD-rates of both against one anchor: (1 + b) / (1 + a) - 1. */
export function rateOfBoth(a: number, b: number): number {
  return 100 * ((1 + b / 100) / (1 + a / 100) - 1);
}

/** Two experiments clip by clip, as rates of B against A; undefined for no clips. */
export function comparePaired(clips: readonly PairedClip[]): OverClips | undefined {
  return overClips(clips.map(({ name, a, b }) => ({ name, percent: rateOfBoth(a, b) })));
}

/** What differences in rate come to over clips, however they were found; undefined for no clips. */
export function overClips(
  clips: readonly { readonly name: string; readonly percent: number }[],
): OverClips | undefined {
  const worst = worstClip(clips);
  if (worst === null) return undefined;
  const percents = clips.map(({ percent }) => percent);
  return {
    clips,
    mean: arithmeticMean(percents),
    geometricMean: geometricMeanPercent(percents),
    median: median(percents),
    worst,
    interval: pairedInterval(percents),
    signFlip: signFlipProbability(percents),
  };
}
