import { describe, expect, test } from 'vitest';
import { standing } from './aims.ts';

const score = (median: number, regret = 1) => ({
  ...{ source: 'any', reached: 1, regret },
  needed: [median, median, median] as const,
});
const never = Number.POSITIVE_INFINITY;

describe('the aim of the search', () => {
  test('given half of what random needs and no more than plain TPE, is met', () => {
    expect(standing(score(10), score(20), score(10), 60).missed).toEqual([]);
  });

  test('given an evaluation too many, tells by how much each part is missed', () => {
    expect(standing(score(11, 2), score(20), score(10, 1.5), 60).missed).toEqual([
      '11 of 20 that random needs',
      '1 evaluations behind plain TPE',
      '0.50 points of regret behind plain TPE',
    ]);
  });

  test('given a random search that does not get there, counts it as one evaluation more than the budget', () => {
    expect(standing(score(30), score(never), score(never), 60).missed).toEqual([]);
    expect(standing(score(31), score(never), score(never), 60).missed).toEqual([
      '31 of 61 that random needs',
    ]);
  });

  test('given a planner that does not get there, is missed whatever the others do', () => {
    const { missed, ofRandom } = standing(score(never), score(never), score(never), 60);
    expect(missed).toEqual(['61 of 61 that random needs']);
    expect(ofRandom).toBe(never);
  });

  test('given a world where one evaluation is all, asks for no less than that', () => {
    expect(standing(score(1), score(1), score(1), 60).missed).toEqual([]);
  });
});
