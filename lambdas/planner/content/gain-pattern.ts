import type { ClipScene } from '../../shared/scene-features.ts';
import { chanceOfAgreement, rankAgreement } from './rank-agreement.ts';
import type { Contestant, RatedClips } from './rated-clips.ts';

/** Features that a gain may go with, in words. */
const FEATURES = {
  si_mean: 'spatial information',
  ti_mean: 'temporal information',
  motion_mean: 'motion',
  explained: 'share that motion explains',
  flat: 'flat share',
  noise: 'noise',
  luminance: 'luminance',
} as const satisfies Partial<Record<keyof ClipScene, string>>;

/** Largest probability, over all features together, at which an order is worth telling. */
const MOST_CHANCE = 0.15;

/** What one contestant gains over another, clip by clip. */
export interface GainPattern {
  readonly contestant: Contestant;
  readonly over: Contestant;
  /** Points of BD-rate on each clip, below zero is a gain. */
  readonly points: readonly number[];
  /** The feature that the gain goes with most clearly; undefined where chance would do as much. */
  readonly follows:
    | {
        readonly feature: string;
        readonly direction: 'more' | 'less';
        /** That some of the features would be ordered like this by chance: that of one times their number. */
        readonly chance: number;
      }
    | undefined;
}

export function gainPattern({ clips }: RatedClips, contestant: Contestant, over: Contestant): GainPattern {
  const points = contestant.rates.map((rate, clip) => rate - (over.rates[clip] ?? rate));
  const orders = Object.entries(FEATURES).flatMap(([name, feature]) => {
    const values = clips.flatMap(({ scene }) => scene[name as keyof typeof FEATURES] ?? []);
    if (values.length < clips.length) return [];
    const gains = points.map((each) => -each);
    return [{ feature, agreement: rankAgreement(values, gains), chance: chanceOfAgreement(values, gains) }];
  });
  const clearest = orders.toSorted((a, b) => a.chance - b.chance)[0];
  const chance = Math.min(1, (clearest?.chance ?? 1) * orders.length);
  return {
    ...{ contestant, over, points },
    follows:
      clearest === undefined || chance > MOST_CHANCE
        ? undefined
        : { feature: clearest.feature, direction: clearest.agreement > 0 ? 'more' : 'less', chance },
  };
}
