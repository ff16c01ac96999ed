import { encoderName } from '../../shared/encoder-name.ts';
import {
  baselines,
  type Candidate,
  type Configuration,
  candidateNear,
  neighbours,
  pairsAround,
  possible,
} from '../candidates.ts';
import { leaders } from '../evidence.ts';
import { surrogateOf } from '../forecast.ts';
import { usableEncoders } from '../llm/usable-encoders.ts';
import { observationsOf } from '../observations.ts';
import type { PlanningContext } from '../planning.ts';
import { incumbent, plainest } from '../search/search-proposals.ts';
import { randomCandidates } from './random.ts';

/** Best measured configurations whose neighbours the model looks at, beside the best of each encoder. */
const CENTRES = 4;
/** Leaders around which it looks at two changes at once. */
const PAIRED = 2;
/** Configurations drawn from the whole space, so that no part of it is out of reach. */
const DRAWN = 300;
/** Of each encoder so many come before the rest. */
const OF_EACH_ENCODER = 3;

/**
 * What the model chooses from: every encoder at each effort, the neighbours of the best, pairs of changes around the
 * leaders, and draws from the whole space; all that is offered in a replayed world. The most promising of each encoder come
 * first, so that none is out of sight, and then the most promising of all.
 * @param count how many to keep.
 */
export function modelCandidates(context: PlanningContext, count: number, random: () => number): Candidate[] {
  const surrogate = surrogateOf(context);
  const best = incumbent(observationsOf(context));
  const ranked = possible(context, pool(context, random))
    .map((each) => ({ each, gain: surrogate.improvement(each, best) }))
    .sort((a, b) => b.gain - a.gain || (a.each.hash < b.each.hash ? -1 : 1))
    .map(({ each }) => each);
  const places = new Map<string, number>();
  const placed = plainest(context.spaces, ranked, observationsOf(context)).map((each) => {
    const place = places.get(encoderName(each)) ?? 0;
    places.set(encoderName(each), place + 1);
    return { each, place };
  });
  const first = placed.filter(({ place }) => place < OF_EACH_ENCODER).sort((a, b) => a.place - b.place);
  return [...new Set([...first.map(({ each }) => each), ...ranked])].slice(0, count);
}

function pool(context: PlanningContext, random: () => number): Candidate[] {
  if (context.offered !== undefined) {
    const spaces = new Map(usableEncoders(context).map((space) => [encoderName(space), space]));
    return context.offered.flatMap((each) => {
      const space = spaces.get(encoderName(each));
      return space === undefined ? [] : [candidateNear(context, space, each.parameters)];
    });
  }
  const first: readonly Configuration[] = leaders(context);
  const measured = observationsOf(context)
    .filter(({ deviation = 0 }) => deviation === 0)
    .sort((a, b) => a.bdRate - b.bdRate);
  const centres = [...first, ...measured.slice(0, CENTRES)];
  return [
    ...baselines(context),
    ...centres.flatMap((centre) => neighbours(context, centre)),
    ...first.slice(0, PAIRED).flatMap((leader) => pairsAround(context, leader)),
    ...randomCandidates(context, DRAWN, random),
  ];
}
