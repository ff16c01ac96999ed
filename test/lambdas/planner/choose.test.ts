import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import { allotStrategies } from '../../../lambdas/planner/bandit/allot.ts';
import { baselines, type Candidate } from '../../../lambdas/planner/candidates.ts';
import { chooseArms } from '../../../lambdas/planner/choose.ts';
import { strategyOf } from '../../../lambdas/shared/encoder-name.ts';
import { emptyContext } from './simulated-world.ts';

const context = emptyContext({}, { spaces: ALL_SPACES });
const all = baselines(context);
const strategies = [...new Set(all.map(strategyOf))].sort();
const none = { checks: [], model: [], mutation: [], random: [] };
const countsOf = (arms: readonly Candidate[]) =>
  Object.fromEntries([...Map.groupBy(arms, strategyOf)].map(([strategy, { length }]) => [strategy, length]));
const share = fc.integer({ min: 0, max: 3 });

it('every source keeps to the arms that the strategies are allotted, whatever it would propose first', () => {
  expect(strategies.length).toBeGreaterThan(1);
  fc.assert(
    fc.property(fc.nat({ max: 1000 }), share, share, share, (seed, mutation, random, model) => {
      const shares = { mutation, random, model };
      const arms = mutation + random + model;
      const chosen = chooseArms(
        { ...context, seed },
        {
          offers: { checks: [], model: all, mutation: all, random: all.toReversed() },
          checks: [],
          shares,
          beside: [],
        },
      );
      const { summary } = context;
      expect(countsOf(chosen)).toEqual(allotStrategies({ summary, arms, sources: strategies, seed }));
      expect(new Set(chosen.map(({ hash }) => hash)).size).toBe(arms);
    }),
    { numRuns: 30 },
  );
});

it('where a source has nothing of a strategy that has arms left, the model takes its arm there', () => {
  const [first, second] = strategies;
  const offers = { ...none, model: all, mutation: all.filter((each) => strategyOf(each) === first) };
  // A fair start of two each.
  const chosen = chooseArms(context, { offers, checks: [], shares: { mutation: 4 }, beside: [] });
  expect(chosen.filter(({ source }) => source === 'mutation').map(strategyOf)).toEqual([first, first]);
  expect(chosen.filter(({ source }) => source === 'model').map(strategyOf)).toEqual([second, second]);
});
