import { shuffled } from '../../../lambdas/planner/seeded-random.ts';
import type { Entry } from '../worlds/world.ts';
import type { Open, Searcher } from './searcher.ts';

/** Evaluations at random before the estimator is asked. */
const START = 10;
/**
 * Share of what was seen that counts as good. Of the shares in use, 0.1 to 0.25, the one that served it best on the tuning
 * worlds, so that the planner is held against a good one.
 */
const GOOD = 0.1;
/** Weight of the uniform prior against the observations of a parameter. */
const PRIOR_WEIGHT = 1;

/**
 * A textbook tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl 2011): each parameter by itself, every
 * value a category of its own, the encoder as the root. It knows nothing of codecs.
 */
export const parzen: Searcher = {
  name: 'plain TPE',
  begin: (all, numbers) => {
    const start = shuffled(all, numbers).slice(0, START);
    return (seen, open) => {
      const first = start.find((each) => open.includes(each));
      if (seen.length < START && first !== undefined) return first;
      const sorted = seen.toSorted((a, b) => a.bdRate - b.bdRate);
      const count = Math.max(1, Math.ceil(GOOD * sorted.length));
      const [good, bad] = [sorted.slice(0, count), sorted.slice(count)];
      const scored = shuffled(open, numbers).map((each) => ({ each, score: score(each, all, good, bad) }));
      return scored.reduce((best, next) => (next.score > best.score ? next : best)).each;
    };
  },
};

/** Logarithm of l(x) / g(x). */
function score(place: Open, all: readonly Open[], good: readonly Entry[], bad: readonly Entry[]): number {
  const encoders = new Set(all.map(({ encoder }) => encoder)).size;
  const ratio = (matches: (entry: Open) => boolean, within: (entry: Open) => boolean, values: number) => {
    const density = (entries: readonly Open[]) => {
      const own = entries.filter(within);
      return (own.filter(matches).length + PRIOR_WEIGHT / values) / (own.length + PRIOR_WEIGHT);
    };
    return Math.log(density(good) / density(bad));
  };
  const sameEncoder = ({ encoder }: Open) => encoder === place.encoder;
  const siblings = all.filter(sameEncoder);
  const names = new Set(siblings.flatMap(({ parameters }) => Object.keys(parameters)));
  return [...names].reduce(
    (sum, name) => {
      const values = new Set(siblings.map(({ parameters }) => parameters[name])).size;
      return (
        sum + ratio(({ parameters }) => parameters[name] === place.parameters[name], sameEncoder, values)
      );
    },
    ratio(sameEncoder, () => true, encoders),
  );
}
