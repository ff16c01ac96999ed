import { shuffled } from '../../../lambdas/planner/seeded-random.ts';
import { keyOf, type Open, type Searcher } from './searcher.ts';

/** Names the configurations of an order that was fixed beforehand. */
function inOrder(order: readonly Open[]) {
  return (_seen: unknown, open: readonly Open[]): Open => {
    const still = new Set(open);
    return order.find((each) => still.has(each)) as Open;
  };
}

export const random: Searcher = {
  name: 'random',
  begin: (all, numbers) => inOrder(shuffled(all, numbers)),
};

/** Row by row through the space, from a place that the seed draws: encoder, effort, then parameter by parameter. */
export const grid: Searcher = {
  name: 'grid',
  begin: (all, numbers) => {
    const sorted = all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const start = Math.floor(numbers() * sorted.length);
    return inOrder([...sorted.slice(start), ...sorted.slice(0, start)]);
  },
};

export const slowestFirst: Searcher = {
  name: 'slowest first',
  begin: (all, numbers) => inOrder(shuffled(all, numbers).toSorted((a, b) => b.cpuSeconds - a.cpuSeconds)),
};
