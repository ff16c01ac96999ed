import { describe, expect, it } from 'vitest';
import type { ExperimentRecord } from '../../../../../lambdas/shared/record.ts';
import { emptySummary } from '../../../../../lambdas/shared/summary.ts';
import { givenMeasurement, givenPlanned, givenSuccess } from '../../../recorder/given.ts';
import { clipAt, fold } from './given.ts';

describe('what a record teaches', () => {
  it('is the mean cost of its encoder and preset, without suspects and failures', () => {
    const costing = (index: number, cpu_seconds: number, changes: Partial<ExperimentRecord> = {}) =>
      givenSuccess(index, 1, { measurement: givenMeasurement(1, { cpu_seconds }), ...changes });

    const { costs } = fold([costing(0, 40), costing(1, 60), costing(2, 1000, { verdict: 'suspect' })]);

    expect(costs).toEqual({ 'libx265/medium': { count: 2, mean_cpu_seconds: 50 } });
  });

  it('is the cost of a hundred kinds of experiment at most, those known already kept up', () => {
    const costs = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`encoder/${index}`, { count: 1, mean_cpu_seconds: 1 }]),
    );
    const { spec } = givenPlanned();
    const of = (encoder: string) =>
      givenSuccess(0, 1, { spec: { ...spec, encoder, parameters: { preset: '7' } } });
    const full = { ...emptySummary(), clip_set: of('encoder').clip_set, costs };

    expect(fold([of('new')], full).costs).toEqual(costs);
    expect(fold([of('encoder')], full).costs['encoder/7']).toEqual({ count: 2, mean_cpu_seconds: 25.5 });
  });

  it('is the anchor’s bitrate at the floor, which an experiment that does not know it leaves alone', () => {
    const without = givenSuccess(1, 1, { measurement: givenMeasurement(1, { anchor_bitrate_mbps: null }) });

    expect(fold([givenSuccess(0, 1), without]).anchor_bitrate_mbps).toBe(1.2);
  });

  it('is how good forecasts are', () => {
    const { forecasts } = fold([givenSuccess(0, -8), givenSuccess(1, 0), givenSuccess(2, null)]); // forecast -12, -8, -3

    expect(forecasts).toEqual({ count: 2, within: 1, mean_absolute_error: 4 });
  });

  it('is a milestone, kept for the experiment that reached it first', () => {
    const at = (index: number, mbps: number) =>
      givenSuccess(index, 1, { measurement: givenMeasurement(1, { clips: [clipAt(null), clipAt(mbps)] }) });

    const { milestones } = fold([at(1, 0.9), at(0, 1.5), at(2, 0.8)]);

    expect(milestones).toEqual([
      expect.objectContaining({ mbps: 5, experiment_id: givenPlanned(0).experiment_id, bitrate_mbps: 1.5 }),
      expect.objectContaining({ mbps: 1, experiment_id: givenPlanned(1).experiment_id, clip: 'clip at 0.9' }),
    ]);
  });
});
