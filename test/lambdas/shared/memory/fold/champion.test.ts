import { describe, expect, it } from 'vitest';
import type { ExperimentRecord } from '../../../../../lambdas/shared/record.ts';
import {
  folded,
  givenFailure,
  givenMeasurement,
  givenPlanned,
  givenSuccess,
} from '../../../recorder/given.ts';
import { alone, fold } from './given.ts';

describe('the champion', () => {
  it('is the lowest BD-rate of an iteration that beats the anchor', () => {
    const summary = fold([givenSuccess(0, -4), givenSuccess(1, -9), givenSuccess(2, -6)]);

    expect(summary.champion).toMatchObject({
      bd_rate_percent: -9,
      experiment_id: givenPlanned(1).experiment_id,
    });
    expect(summary.lineage).toEqual([]);
    expect(summary.since_improvement).toBe(0);
  });

  it('steps down into the lineage when a later iteration is better', () => {
    const summary = folded([[alone(0, -4)], [alone(1, -9)], [alone(2, -6)]]);

    expect(summary.champion).toMatchObject({ bd_rate_percent: -9, defended: 1 });
    expect(summary.lineage.map((former) => former.bd_rate_percent)).toEqual([-4]);
    expect(summary.since_improvement).toBe(1);
  });

  it.each([
    ['equals the anchor', givenSuccess(0, 0)],
    ['needs more bits than the anchor', givenSuccess(0, 12)],
    ['has no BD-rate', givenSuccess(0, null)],
    ['is suspect', givenSuccess(0, -40, { verdict: 'suspect' })],
    [
      'is worse in SSIM',
      givenSuccess(0, -9, { measurement: givenMeasurement(-9, { bd_rate_ssim_percent: 0.2 }) }),
    ],
    [
      'has no SSIM BD-rate',
      givenSuccess(0, -9, { measurement: givenMeasurement(-9, { bd_rate_ssim_percent: null }) }),
    ],
    [
      'loses in MS-SSIM alone',
      givenSuccess(0, -9, { measurement: givenMeasurement(-9, { bd_rate_ms_ssim_percent: 1 }) }),
    ],
    ['failed', { ...givenFailure(0, 'decode-failed'), measurement: givenMeasurement(-50) }],
    ['is a replicate', givenSuccess(0, -9, { spec: { ...givenPlanned().spec, replicate_of: 'another' } })],
  ])('is nobody when the only experiment %s', (_fault, record) => {
    expect(fold([record]).champion).toBeNull();
  });

  it('leaves a lineage of the twenty before it', () => {
    const everBetter = Array.from({ length: 60 }, (_, index) => [alone(index, -1 - index)]);

    const { lineage } = folded(everBetter);

    expect(lineage.map((former) => former.bd_rate_percent)).toEqual(
      Array.from({ length: 20 }, (_, index) => -40 - index),
    );
    expect(lineage[0]).not.toHaveProperty('spec');
  });

  it('is not improved by one that comes to the same', () => {
    const summary = folded([[alone(0, -9)], [alone(1, -9)]]);

    expect(summary.champion?.experiment_id).toBe(alone(0, -9).experiment_id);
    expect(summary.lineage).toEqual([]);
    expect(summary.since_improvement).toBe(1);
  });

  it('is provisional and unvalidated in a campaign without validate clips', () => {
    expect(fold([givenSuccess(0, -9)]).champion).toMatchObject({ provisional: true, unvalidated: true });
  });

  it('is confirmed by its confirmation alone, and only by a sound one', () => {
    const before = folded([[alone(0, -9)]]);
    const confirming = (change: Partial<ExperimentRecord>, encoder = 'libx265') => {
      const record = alone(1, -9);
      return { ...record, spec: { ...record.spec, encoder, confirm: true }, ...change };
    };

    const confirmed = folded([[confirming({})]], before);

    expect(confirmed.champion).toMatchObject({ confirmed_by: alone(1, 0).experiment_id, defended: 0 });
    expect(confirmed.since_improvement).toBe(0);
    expect(confirmed.forecasts.count).toBe(1);
    for (const other of [confirming({ verdict: 'suspect' }), confirming({}, 'libx264')])
      expect(folded([[other]], before).champion?.confirmed_by).toBeNull();
  });
});
