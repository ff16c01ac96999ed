import type { Contestant, RatedClips } from './rated-clips.ts';

/** What choosing on each clip among measured experiments comes to. */
export interface ChoiceByClip {
  /** Of each clip, in their order. */
  readonly winners: readonly Contestant[];
  /** Mean of the winners' BD-rates over the clips, percent. */
  readonly percent: number;
  /** That less the best single contestant's mean over the same clips, points: 0 or below. */
  readonly points: number;
}

/**
 * The best contestant of each clip, and what that choice comes to: measured, not forecast, but chosen with the result known,
 * so that on other clips it is a bound and no promise. Undefined under two contestants or two clips.
 */
export function choiceByClip({ clips, contestants }: RatedClips): ChoiceByClip | undefined {
  if (clips.length < 2 || contestants.length < 2) return undefined;
  const winners = clips.flatMap((_, index) => {
    const ordered = contestants.toSorted((a, b) => rateOn(a, index) - rateOn(b, index));
    return ordered[0] ?? [];
  });
  const percent = mean(winners.map((winner, index) => rateOn(winner, index)));
  const best = Math.min(...contestants.map(({ rates }) => mean(rates)));
  return { winners, percent, points: percent - best };
}

function rateOn({ rates }: Contestant, clip: number): number {
  return rates[clip] ?? Number.POSITIVE_INFINITY;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
