import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldExperiment } from '../../../../../lambdas/shared/memory/fold.ts';
import { FAILURE_CLASSES } from '../../../../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../../../../lambdas/shared/record.ts';
import { emptySummary } from '../../../../../lambdas/shared/summary.ts';
import {
  CAMPAIGN,
  givenFailure,
  givenMeasurement,
  givenPlanned,
  givenSuccess,
} from '../../../recorder/given.ts';
import { arm, clipAt, fold } from './given.ts';

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
  expect(foldExperiment(summary, { ...givenPlanned(), status: 'running' })).toBe(summary);
  const abandoned = {
    ...givenPlanned(),
    status: 'abandoned' as const,
    failure: { class: 'no-result' as const, message: 'left behind' },
  };
  expect(foldExperiment(summary, abandoned).counts).toMatchObject({ failed: 1 });
});
