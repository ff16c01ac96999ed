import type { Contestant, RatedClips } from '../../../../lambdas/planner/content/rated-clips.ts';
import { type ClipScene, shortScene } from '../../../../lambdas/shared/scene-features.ts';
import { givenScene } from '../../../support/scene.ts';

/** A contestant by the name of its encoder, `hybrid x` for one of another strategy. */
export function contestant(name: string, rates: readonly number[], index = 1): Contestant {
  const [encoder = name, strategy] = name.split(' ').reverse();
  return {
    experiment_id: `20261123T060000Z-1a2b3c4d-0${index}`,
    ...(strategy === undefined ? {} : { strategy }),
    encoder,
    bd_rate_percent: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
    rates,
  };
}

/** Clips that differ in their noise, and in nothing else, with contestants on them. */
export function ratedOn(noises: readonly number[], contestants: readonly Contestant[]): RatedClips {
  return {
    clips: noises.map((noise, index) => ({ name: `clip ${index}`, scene: sceneOf({ noise }) })),
    contestants,
  };
}

export function sceneOf(change: Partial<ClipScene>): ClipScene {
  return { ...shortScene(givenScene()), ...change };
}
