import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceByClip } from '../../../../lambdas/planner/content/choice-by-clip.ts';
import { contentInsights, patternsOf } from '../../../../lambdas/planner/content/content-insights.ts';
import { gainPattern } from '../../../../lambdas/planner/content/gain-pattern.ts';
import { chanceOfAgreement, rankAgreement } from '../../../../lambdas/planner/content/rank-agreement.ts';
import { honest, iterate, planned } from '../simulated-iterations.ts';
import { emptyContext } from '../simulated-world.ts';
import { contestant, ratedOn } from './given.ts';

describe('choosing by clip', () => {
  it('comes to the mean of the best on each', () => {
    const rated = ratedOn(
      [1, 2, 3],
      [contestant('x', [-10, -20, -30]), contestant('hybrid x', [-12, -18, -30.5])],
    );
    const choice = choiceByClip(rated);
    expect(choice?.winners.map(({ strategy = 'conventional' }) => strategy)).toEqual([
      'hybrid',
      'conventional',
      'hybrid',
    ]);
    expect(choice?.percent).toBeCloseTo(-62.5 / 3, 9);
    expect(choice?.points).toBeCloseTo((-62.5 + 60.5) / 3, 9);
  });

  it('is never worse than the best alone, and no question under two clips or contestants', () => {
    const rates = fc.array(fc.double({ min: -90, max: 90, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(rates, { minLength: 2, maxLength: 5 }), (all) => {
        const contestants = all.map((each, index) => contestant(`encoder${index}`, each));
        expect(choiceByClip(ratedOn([1, 2, 3, 4], contestants))?.points).toBeLessThanOrEqual(1e-12);
      }),
    );
    expect(choiceByClip(ratedOn([1], [contestant('x', [-1]), contestant('y', [-2])]))).toBeUndefined();
    expect(choiceByClip(ratedOn([1, 2], [contestant('x', [-1, -2])]))).toBeUndefined();
  });
});

describe('the chance of an order', () => {
  it('is what counting all orders gives', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (order) => {
        const rising = [0, 1, 2, 3, 4];
        const all = permutations(rising);
        const seen = Math.abs(rankAgreement(rising, order));
        const asFar = all.filter((each) => Math.abs(rankAgreement(rising, each)) >= seen - 1e-12);
        expect(chanceOfAgreement(rising, order)).toBeCloseTo(asFar.length / all.length, 12);
      }),
    );
  });

  it('is certainty where everything is tied', () => {
    expect(rankAgreement([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(chanceOfAgreement([1, 1, 1], [1, 2, 3])).toBe(1);
  });
});

describe('what a gain goes with', () => {
  const BASE = contestant('x', [-10, -10, -10, -10, -10, -10]);
  const NOISES = [1, 2, 3, 4, 5, 6];

  it('is named where its order is hardly chance, with its direction', () => {
    const restored = contestant('hybrid x', [-11, -12, -13, -14, -15, -16], 2);
    const pattern = gainPattern(ratedOn(NOISES, [restored, BASE]), restored, BASE);
    expect(pattern.points).toEqual([-1, -2, -3, -4, -5, -6]);
    // Two of the 720 orders of six clips are as far, for each of seven features.
    expect(pattern.follows).toEqual({ feature: 'noise', direction: 'more', chance: (7 * 2) / 720 });

    const opposite = contestant('hybrid x', [-16, -15, -14, -13, -12, -11], 2);
    expect(gainPattern(ratedOn(NOISES, [opposite, BASE]), opposite, BASE).follows?.direction).toBe('less');
  });

  it('is not named where chance would do as much: four clips in perfect order prove nothing', () => {
    const [few, base] = [contestant('hybrid x', [-1, -2, -3, -4]), contestant('x', [0, 0, 0, 0])];
    expect(gainPattern(ratedOn([1, 2, 3, 4], [few, base]), few, base).follows).toBeUndefined();
  });

  it('is asked of a restored encoder against itself, and of any other strategy against the best conventional one', () => {
    const rated = ratedOn(NOISES, [
      contestant(
        'hybrid y',
        NOISES.map(() => -30),
      ),
      contestant(
        'y',
        NOISES.map(() => -20),
      ),
      contestant(
        'auto',
        NOISES.map(() => -15),
      ),
      contestant(
        'x',
        NOISES.map(() => -10),
      ),
    ]);
    const pairs = patternsOf({ ...rated, contestants: rated.contestants.map(asAuto) });
    expect(pairs.map(({ contestant: { strategy }, over }) => [strategy, over.encoder])).toEqual([
      ['hybrid', 'y'],
      ['auto', 'y'],
    ]);
  });

  const asAuto = (each: ReturnType<typeof contestant>) =>
    each.encoder === 'auto' ? { ...each, strategy: 'auto' } : each;
});

describe('the planner', () => {
  const context = (noises: readonly number[], contestants: ReturnType<typeof contestant>[]) => {
    const empty = emptyContext();
    const { clips, contestants: best } = ratedOn(noises, contestants);
    const scenes = { clips: [...clips], best: best.map((each) => ({ ...each, rates: [...each.rates] })) };
    return { ...empty, summary: { ...empty.summary, clip_set: empty.clipSet, scenes } };
  };

  it('says which encoder is best on which clip and what choosing would bring, with their experiments', () => {
    const [choice, pattern] = contentInsights(
      context([0.5, 4], [contestant('hybrid x', [-10, -24], 2), contestant('x', [-12, -18], 1)]),
    );
    expect(choice).toEqual({
      text: 'no encoder is best on every clip: x on clip 0; hybrid x on clip 1. Choosing per clip among these would come to -18.0 %, 1.0 points better than the best of them on all',
      evidence: ['20261123T060000Z-1a2b3c4d-01', '20261123T060000Z-1a2b3c4d-02'],
    });
    expect(pattern?.text).toBe(
      'hybrid x against x: -6.0 points on clip 1 (SI 40, TI 15, motion 5.6, 29 % flat, noise 4.0), +2.0 points on clip 0 (SI 40, TI 15, motion 5.6, 29 % flat, noise 0.5); over 2 clips the gain follows no feature more clearly than chance would make it',
    );
  });

  it('plans the same experiments with it: it is told, and the search does not rest on it', async () => {
    const { context: measured } = await iterate(emptyContext(), 1, honest);
    const { clips, contestants } = ratedOn(
      [0.5, 4],
      [contestant('x', [-12, -18]), contestant('y', [-19, -2])],
    );
    const scenes = {
      clips: [...clips],
      best: contestants.map((each) => ({ ...each, rates: [...each.rates] })),
    };
    const told = { ...measured, summary: { ...measured.summary, scenes } };
    const [without, withIt] = [await planned(measured), await planned(told)];
    expect(withIt.experiments).toEqual(without.experiments);
    expect(withIt.insights.length).toBeGreaterThan(without.insights.length);
  });

  it('says so where one is best everywhere, and nothing where nothing can be compared or the clips are others', () => {
    const both = [contestant('x', [-12, -18], 1), contestant('y', [-9, -2], 2)];
    expect(contentInsights(context([1, 2], both))[0]?.text).toBe(
      'x is the best of what was measured on every one of 2 clips: nothing is to be had by choosing per clip',
    );
    expect(contentInsights(context([1, 2], both.slice(0, 1)))).toEqual([]);
    expect(contentInsights({ ...context([1, 2], both), clipSet: 'others' })).toEqual([]);
  });
});

function permutations(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, index) =>
    permutations(values.toSpliced(index, 1)).map((rest) => [value, ...rest]),
  );
}
