import { describe, expect, test } from 'vitest';
import { evaluationsToReach, meanRegret, quartiles, withinBudget } from './regret.ts';

const trace = (...values: readonly (readonly [bdRate: number, cpuSeconds: number])[]) =>
  values.map(([bdRate, cpuSeconds]) => ({ bdRate, cpuSeconds }));

describe('evaluations to come near the best known', () => {
  test('given one that comes exactly within the margin, counts up to it', () => {
    expect(evaluationsToReach(trace([5, 1], [-9, 1], [-10, 1]), -10, 1)).toBe(2);
  });

  test('given none within the margin, are infinite', () => {
    expect(evaluationsToReach(trace([5, 1], [-8.9, 1]), -10, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a budget of CPU seconds', () => {
  test('pays for what fits it wholly and ends with what does not', () => {
    const all = trace([3, 2], [2, 2], [1, 2], [0, 0.1]);
    expect(withinBudget(all, 4)).toEqual(all.slice(0, 2));
  });

  test('of the sum of all pays for all, in whatever order they are summed', () => {
    const all = trace([3, 0.1], [2, 0.2], [1, 0.3]);
    expect(withinBudget(all, 0.3 + 0.2 + 0.1)).toHaveLength(3);
    expect(withinBudget(all.toReversed(), 0.1 + 0.2 + 0.3)).toHaveLength(3);
  });
});

describe('mean regret over a budget', () => {
  test('is the area under the best so far, an evaluation counting once it has ended', () => {
    // 4 off for the first and the second second, 4 for the third that brings it to 1, then 1 to the end.
    expect(meanRegret(trace([-6, 1], [-2, 1], [-9, 1]), -10, 10)).toBeCloseTo((3 * 4 + 7 * 1) / 10);
  });

  test('given dear evaluations first, is larger than given cheap ones first', () => {
    const [dear, cheap] = [
      [-6, 8],
      [-10, 1],
    ] as const;
    expect(meanRegret(trace(dear, cheap), -10, 10)).toBeGreaterThan(meanRegret(trace(cheap, dear), -10, 10));
  });

  test('given the best first, is none', () => {
    expect(meanRegret(trace([-10, 1], [3, 1]), -10, 4)).toBe(0);
  });

  test('leaves out what the budget does not pay for', () => {
    expect(meanRegret(trace([-6, 2], [-10, 3]), -10, 4)).toBe(4);
  });
});

describe('quartiles', () => {
  test('lie on or between order statistics', () => {
    expect(quartiles([4, 1, 3, 2, 5])).toEqual([2, 3, 4]);
    expect(quartiles([1, 2, 3, 4])).toEqual([1.75, 2.5, 3.25]);
    expect(quartiles([7])).toEqual([7, 7, 7]);
  });

  test('given values that were never reached, are infinite only where those lie', () => {
    const never = Number.POSITIVE_INFINITY;
    expect(quartiles([never, 1, 2, 3, never])).toEqual([2, 3, never]);
    expect(quartiles([never, never])).toEqual([never, never, never]);
  });
});
