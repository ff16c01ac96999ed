import type { ClipScene } from '../../shared/scene-features.ts';
import type { ContestantRates, SceneMemory } from '../../shared/summary/scenes.ts';
import type { PlanningContext } from '../planning.ts';

/** What a contestant came to on each of the rated clips, percent, in their order. */
export interface Contestant extends Omit<ContestantRates, 'rates'> {
  readonly rates: readonly number[];
}

/** The tune clips with their features, and what the best experiment of each encoder came to on every one of them. */
export interface RatedClips {
  readonly clips: readonly { readonly name: string; readonly scene: ClipScene }[];
  /** Lowest mean first. */
  readonly contestants: readonly Contestant[];
}

/** What is remembered of the present clips; an encoder without a rate on one of them takes no part. */
export function ratedClips({ summary, clipSet }: Pick<PlanningContext, 'summary' | 'clipSet'>): RatedClips {
  const memory: SceneMemory = (summary.clip_set === clipSet ? summary.scenes : undefined) ?? {
    clips: [],
    best: [],
  };
  const contestants = memory.best.flatMap(({ rates, ...contestant }) => {
    const known = rates.filter((rate) => rate !== null);
    return known.length === memory.clips.length ? [{ ...contestant, rates: known }] : [];
  });
  return { clips: memory.clips, contestants };
}
