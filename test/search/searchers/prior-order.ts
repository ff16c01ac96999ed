import { CONVENTIONAL_SPACE } from '../../../codec-task/codecs/conventional/space.ts';
import { Surrogate } from '../../../lambdas/planner/search/surrogate.ts';
import { shuffled } from '../../../lambdas/planner/seeded-random.ts';
import type { Open, Searcher } from './searcher.ts';

/** What the planner believes before it has measured anything, from the best belief down: it learns nothing on the way. */
export const priorOrder: Searcher = {
  name: 'prior, no learning',
  begin: (all, numbers) => {
    const prior = new Surrogate(CONVENTIONAL_SPACE, []);
    const order = shuffled(all, numbers)
      .map((each) => ({ each, expected: prior.at(each).mean }))
      .sort((a, b) => a.expected - b.expected)
      .map(({ each }) => each);
    return (_seen, open) => {
      const still = new Set(open);
      return order.find((each) => still.has(each)) as Open;
    };
  },
};
