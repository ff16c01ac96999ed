import { describe, expect, it } from 'vitest';
import { withObservation } from '../../../../lambdas/shared/memory/observations.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';
import { givenSpec, givenSuccess } from '../../recorder/given.ts';

const measured = (index: number, bdRate: number | null, aq = index) => ({
  ...givenSuccess(0, bdRate),
  experiment_id: `experiment ${index}`,
  spec: { ...givenSpec(), parameters: { preset: 'slow', aq_mode: aq } },
});

describe('the configurations that a summary keeps', () => {
  it('given the same one twice, keeps what it came to last', () => {
    const { observations } = [measured(0, -3), measured(1, -4, 0)].reduce(withObservation, emptySummary());
    expect(observations).toEqual([
      expect.objectContaining({ experiment_id: 'experiment 1', bd_rate_percent: -4 }),
    ]);
  });

  it('given one without a BD-rate, keeps nothing', () => {
    expect(withObservation(emptySummary(), measured(0, null)).observations).toBeUndefined();
  });

  it('given a thousand, keeps the newest three hundred and the best', () => {
    const many = Array.from({ length: 1000 }, (_, index) => measured(index, index === 5 ? -50 : index / 100));
    const { observations = [] } = many.reduce(withObservation, emptySummary());
    expect(observations).toHaveLength(300);
    expect(observations[0]).toMatchObject({ experiment_id: 'experiment 5', bd_rate_percent: -50 });
    expect(observations.at(-1)).toMatchObject({ experiment_id: 'experiment 999' });
    expect(JSON.stringify(observations).length).toBeLessThan(60_000);
  });
});
