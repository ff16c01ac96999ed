import { type Candidate, neighbours, pairsAround, possible } from '../candidates.ts';
import { leaders } from '../evidence.ts';
import { forecastBdRate } from '../forecast.ts';
import type { PlanningContext } from '../planning.ts';
import { shuffled } from '../seeded-random.ts';

/** Probability that one thing is changed and not two. */
const SINGLE = 0.7;
/** Of so many drawn mutations the one with the best forecast is taken (tournament selection, Goldberg and Deb 1991). */
const TOURNAMENT = 3;

/** The leading configuration with one or two things changed, each the best of a few that were drawn; none without a leader. */
export function mutations(context: PlanningContext, count: number, random: () => number): Candidate[] {
  const [leader] = leaders(context);
  if (leader === undefined) return [];
  const singles = shuffled(possible(context, neighbours(context, leader)), random);
  const pairs = shuffled(possible(context, pairsAround(context, leader)), random);
  const chosen: Candidate[] = [];
  while (chosen.length < count && singles.length + pairs.length > 0) {
    const group = pairs.length === 0 || (singles.length > 0 && random() < SINGLE) ? singles : pairs;
    const drawn = group
      .slice(0, TOURNAMENT)
      .map((each) => ({ each, rate: forecastBdRate(context, each).p50 }));
    const { each } = drawn.reduce((best, next) => (next.rate < best.rate ? next : best));
    group.splice(group.indexOf(each), 1);
    chosen.push(each);
  }
  return chosen;
}
