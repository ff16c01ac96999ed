import { strategyOf } from '../../shared/encoder-name.ts';
import { type Candidate, type Configuration, neighbours, pairsAround, possible } from '../candidates.ts';
import { leaders } from '../evidence.ts';
import { forecastBdRate } from '../forecast.ts';
import type { PlanningContext } from '../planning.ts';
import { shuffled } from '../seeded-random.ts';

/** Probability that one thing is changed and not two. */
const SINGLE = 0.7;
/** Of so many drawn mutations the one with the best forecast is taken (tournament selection, Goldberg and Deb 1991). */
const TOURNAMENT = 3;

/**
 * The leading configuration of each strategy with one or two things changed, each the best of a few that were drawn; the
 * strategies in turn, that of the champion first. None without a leader.
 */
export function mutations(context: PlanningContext, count: number, random: () => number): Candidate[] {
  const leading = [...Map.groupBy(leaders(context), strategyOf).values()].flatMap(([leader]) => leader ?? []);
  const each = Math.ceil(count / Math.max(1, leading.length));
  const groups = leading.map((leader) => mutationsOf(context, leader, each, random));
  return Array.from({ length: each }, (_, turn) => groups.flatMap((group) => group[turn] ?? []))
    .flat()
    .slice(0, count);
}

function mutationsOf(
  context: PlanningContext,
  leader: Configuration,
  count: number,
  random: () => number,
): Candidate[] {
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
