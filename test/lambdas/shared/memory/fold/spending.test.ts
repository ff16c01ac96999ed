import { describe, expect, it } from 'vitest';
import { foldIteration } from '../../../../../lambdas/shared/memory/fold.ts';
import { taskHourlyUsd } from '../../../../../lambdas/shared/prices.ts';
import { emptySummary } from '../../../../../lambdas/shared/summary.ts';
import {
  givenFailure,
  givenMeasurement,
  givenPlanned,
  givenReasoning,
  givenSuccess,
} from '../../../recorder/given.ts';
import { fold } from './given.ts';

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
