import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldExperiment, foldIteration } from '../../../../lambdas/shared/memory/fold.ts';
import { FAILURE_CLASSES } from '../../../../lambdas/shared/names.ts';
import { taskHourlyUsd } from '../../../../lambdas/shared/prices.ts';
import type { ClipMeasurement, ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { type CampaignSummary, emptySummary } from '../../../../lambdas/shared/summary.ts';
import {
  CAMPAIGN,
  folded,
  givenFailure,
  givenMeasurement,
  givenPlanned,
  givenReasoning,
  givenSuccess,
} from '../../recorder/given.ts';

/** A summary after these records, delivered in this order, and their iterations, concluded in the order of time. */
const fold = (records: readonly ExperimentRecord[], from = emptySummary()): CampaignSummary => {
  const iterations = [...Map.groupBy(records, ({ reasoning_id }) => reasoning_id)].sort();
  return folded(
    iterations.map(([, each]) => each),
    records.reduce(foldExperiment, from),
  );
};

/** A success in an iteration of its own. */
const alone = (iteration: number, bdRate: number): ExperimentRecord => ({
  ...givenSuccess(0, bdRate),
  ...ids(iteration),
});
const ids = (iteration: number) => {
  const { experiment_id, reasoning_id } = arm(iteration);
  return { experiment_id, reasoning_id };
};

/** A clip that meets the quality floor at a bitrate, or not at all. */
const clipAt = (floorMbps: number | null): ClipMeasurement => ({
  name: `clip at ${floorMbps}`,
  kind: 'stored',
  bd_rate_percent: 1,
  bd_rate_ssim_percent: 1,
  bd_rate_reason: null,
  floor_bitrate_mbps: floorMbps,
  anchor_floor_bitrate_mbps: 2,
  psnr_yuv_range: [30, 40],
  anchor_psnr_yuv_range: [30, 40],
});

/** An arm of the iteration with that number. */
const arm = (iteration: number, index = 0) => {
  const day = String(iteration + 1).padStart(2, '0');
  return givenPlanned(index, { reasoningId: `202611${day}T060000Z-1a2b3c4d` });
};

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

describe('a failure of the machinery', () => {
  it('counts in counts and spending and nowhere else', () => {
    const before = fold([givenSuccess(0, -9)]);

    const after = fold([givenFailure(1, 'out-of-memory')], before);

    expect(after.counts).toEqual({ succeeded: 1, failed: 1, by_class: { 'out-of-memory': 1 } });
    expect(after.months['2026-11']?.experiments).toBe(2);
    const { counts: _a, months: _b, applied: _c, ...rest } = after;
    expect(before).toMatchObject(rest);
  });
});

describe('spending', () => {
  it('charges measured wall time at the price of the task', () => {
    const record = givenSuccess(0, -9, { measurement: givenMeasurement(-9, { wall_seconds: 1800 }) });

    expect(fold([record]).months['2026-11']?.compute_usd).toBeCloseTo(taskHourlyUsd() / 2, 10);
  });

  it('charges a task without a result from plan to record, six hours at most', () => {
    const thirtyMinutes = givenFailure(0, 'timeout');
    const aWeek = { ...givenFailure(1, 'no-result'), finished_at: '2026-11-30T06:00:00.000Z' };

    expect(fold([thirtyMinutes]).months['2026-11']?.compute_usd).toBeCloseTo(taskHourlyUsd() / 2, 10);
    expect(fold([aWeek]).months['2026-11']?.compute_usd).toBeCloseTo(taskHourlyUsd() * 6, 10);
  });

  it('never pays back for a clock that was set back', () => {
    const beforeItsPlan = { ...givenFailure(0, 'no-result'), finished_at: '2026-11-23T05:00:00.000Z' };

    expect(fold([beforeItsPlan]).months['2026-11']?.compute_usd).toBe(0);
  });

  it('keeps the last twelve months', () => {
    const records = Array.from({ length: 14 }, (_, index) => {
      const month = new Date(Date.UTC(2026, index, 15)).toISOString();
      return givenSuccess(index, 1, { finished_at: month });
    });

    const months = Object.keys(fold(records).months);

    expect(months).toHaveLength(12);
    expect(months[0]).toBe('2026-03');
    expect(months.at(-1)).toBe('2027-02');
  });

  it('adds what the reasoning cost, once', () => {
    const reasoning = givenReasoning([givenPlanned()], 0.02);

    const once = foldIteration(emptySummary(), reasoning, []);
    const twice = foldIteration(once, reasoning, [givenSuccess(0, -9)]);

    expect(once.months['2026-11']?.llm_usd).toBe(0.02);
    expect(twice).toBe(once);
  });
});

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

describe('a change of clips', () => {
  const before = fold([givenSuccess(0, -9, arm(0))]);
  const onOtherClips = givenSuccess(0, -2, {
    ...arm(1),
    status: 'succeeded',
    measurement: givenMeasurement(-2, { anchor_bitrate_mbps: 3 }),
    clip_set: 'other clips',
  });

  it('starts champion, costs and anchor anew and keeps the lineage', () => {
    const first = fold([
      { ...givenSuccess(0, -9), ...arm(0), status: 'succeeded', measurement: givenMeasurement(-9) },
    ]);

    const after = fold([onOtherClips], first);

    expect(after).toMatchObject({ clip_set: 'other clips', anchor_bitrate_mbps: 3, since_improvement: 0 });
    expect(after.champion?.bd_rate_percent).toBe(-2);
    expect(after.lineage.map((former) => former.bd_rate_percent)).toEqual([-9]);
    expect(after.costs['libx265/medium']?.count).toBe(1);
    expect(after.counts.succeeded).toBe(2);
  });

  it('is not undone by a late record of the earlier clips', () => {
    const late = {
      ...givenSuccess(1, -30),
      ...arm(0, 1),
      status: 'succeeded' as const,
      measurement: givenMeasurement(-30),
    };

    const after = folded([[onOtherClips], [late]]);

    expect(after.clip_set).toBe('other clips');
    expect(after.champion?.bd_rate_percent).toBe(-2);
    expect(after.counts.succeeded).toBe(2);
  });

  it('does not happen by an experiment that failed on the new clips', () => {
    const failed = {
      ...givenFailure(0, 'clip-unreadable'),
      ...arm(1),
      status: 'failed' as const,
      clip_set: 'other clips',
    };

    expect(
      fold([{ ...failed, failure: { class: 'clip-unreadable', message: 'no video' } }], before).clip_set,
    ).toBe(before.clip_set);
  });
});

describe('folding any records', () => {
  const outcome = fc.oneof(
    fc.record({
      bdRate: fc.option(fc.integer({ min: -900, max: 900 })),
      floorMbps: fc.option(fc.constantFrom(0.4, 0.9, 4, 9)),
      suspect: fc.boolean(),
    }),
    fc.record({ failureClass: fc.constantFrom(...FAILURE_CLASSES) }),
  );
  /** Two iterations on one set of clips, then two on another, of three arms each. */
  const records = fc.array(outcome, { minLength: 1, maxLength: 12 }).map((outcomes) =>
    outcomes.map((each, index): ExperimentRecord => {
      const { experiment_id, reasoning_id } = arm(Math.floor(index / 3), index % 3);
      const identity = {
        experiment_id,
        reasoning_id,
        campaign: CAMPAIGN,
        clip_set: index < 6 ? 'first' : 'second',
      };
      if ('failureClass' in each) return { ...givenFailure(0, each.failureClass), ...identity };
      const bdRate = each.bdRate === null ? null : each.bdRate / 10;
      const measurement = givenMeasurement(bdRate, { clips: [clipAt(each.floorMbps)] });
      return {
        ...givenSuccess(0, bdRate),
        ...identity,
        measurement,
        verdict: each.suspect ? 'suspect' : 'refuted',
      };
    }),
  );
  const shuffled = records.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
  );

  it('twice changes nothing', () => {
    fc.assert(
      fc.property(records, (all) => {
        const once = fold(all);
        for (const record of all) expect(foldExperiment(once, record)).toBe(once);
        expect(fold(all, once)).toBe(once);
      }),
    );
  });

  it('counts each once', () => {
    fc.assert(
      fc.property(records, (all) => {
        const { counts, months, applied } = fold([...all, ...all]);
        const byClass = Object.values(counts.by_class).reduce((sum, count) => sum + count, 0);
        expect(counts.succeeded + counts.failed).toBe(all.length);
        expect(byClass).toBe(counts.failed);
        expect(months['2026-11']?.experiments).toBe(all.length);
        expect(applied).toHaveLength(all.length + new Set(all.map((each) => each.reasoning_id)).size);
      }),
    );
  });

  it('gives the same counts, clips, champion and milestones in any order of delivery', () => {
    fc.assert(
      fc.property(shuffled, ([all, delivered]) => {
        const inOrder = fold(all);
        const asDelivered = fold(delivered);
        for (const part of ['counts', 'clip_set', 'champion', 'milestones', 'applied'] as const)
          expect(asDelivered[part]).toEqual(inOrder[part]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a memory of applied ids that is full', () => {
  const many = Array.from({ length: 250 }, (_, index) =>
    givenSuccess(0, 1, { experiment_id: `20261123T060000Z-00000000-${String(index).padStart(3, '0')}` }),
  );

  it('stays at 200 and still counts nothing twice', () => {
    const summary = fold(many);

    expect(summary.applied).toHaveLength(200);
    expect(summary.counts.succeeded).toBe(250);
    expect(fold(many, summary)).toBe(summary);
  });
});

it('leaves out what is not terminal', () => {
  const summary = emptySummary();

  expect(foldExperiment(summary, givenPlanned())).toBe(summary);
  expect(foldExperiment(summary, { ...givenPlanned(), status: 'abandoned' })).toBe(summary);
});
