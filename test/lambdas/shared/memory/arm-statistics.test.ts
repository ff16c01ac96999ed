import { describe, expect, it } from 'vitest';
import { withStatistics } from '../../../../lambdas/shared/memory/arm-statistics.ts';
import { withLessons } from '../../../../lambdas/shared/memory/lessons.ts';
import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { type CampaignSummary, emptySummary } from '../../../../lambdas/shared/summary.ts';
import { givenFailure, givenSpec, givenSuccess } from '../../recorder/given.ts';

/** A success by a source, at an encoder's defaults or with a parameter of its own. */
function success(
  index: number,
  bdRate: number,
  source: ExperimentRecord['source'],
  ownParameter = true,
): ExperimentRecord {
  const record = givenSuccess(index, bdRate);
  const parameters: Record<string, string | number> = ownParameter
    ? { preset: 'slow', aq_mode: index }
    : { preset: 'slow' };
  return { ...record, source, spec: { ...givenSpec(), encoder: 'libx265', parameters } };
}

function summaryAfter(
  records: readonly ExperimentRecord[],
  before = emptySummary(),
  costUsd = 0,
): CampaignSummary {
  const { summary, ruled } = withLessons(before, records);
  return withStatistics(summary, {
    ...{ records, ruled, reasoning: { reasoning_id: 'an iteration', cost_usd: costUsd } },
    championBefore: before.champion?.bd_rate_percent ?? null,
  });
}

describe('what a source has brought', () => {
  it('given a champion beyond the best default of its own iteration, counts the points below that default', () => {
    const { sources } = summaryAfter([success(0, -12, 'rules', false), success(1, -15, 'model')]);
    expect(sources?.model).toMatchObject({ experiments: 1, wins: 1, gain_points: 3 });
    expect(sources?.rules).toMatchObject({ experiments: 1, wins: 0, gain_points: 0 });
  });

  it('given a default that wins, counts a win of no points: finding a preset is no discovery', () => {
    expect(summaryAfter([success(0, -12, 'model', false)]).sources?.model).toMatchObject({
      wins: 1,
      gain_points: 0,
    });
  });

  it('given a champion before, counts from it', () => {
    const earlier = summaryAfter([success(0, -12, 'model')]);
    expect(summaryAfter([success(1, -13.5, 'mutation')], earlier).sources?.mutation?.gain_points).toBeCloseTo(
      1.5,
      9,
    );
  });

  it('given a failure of the machine, counts it apart; given one of the idea, as wasted', () => {
    const failures = [givenFailure(0, 'infrastructure'), givenFailure(1, 'encode-failed')];
    const { sources } = summaryAfter(failures.map((record) => ({ ...record, source: 'random' as const })));
    expect(sources?.random).toMatchObject({ experiments: 1, infrastructure: 1, wasted: 1 });
  });

  it("given a model's plan, shares what it cost among its own experiments; checks and repetitions count for nobody", () => {
    const again = success(2, -4, 'llm');
    const repeated = { ...again, spec: { ...again.spec, replicate_of: 'an earlier one' } };
    const { sources } = summaryAfter(
      [success(0, -5, 'llm'), success(1, -6, 'llm'), success(3, -4, 'model'), repeated],
      emptySummary(),
      0.5,
    );
    const compute = (sources?.model?.usd ?? 0) * 2;
    expect(sources?.llm).toMatchObject({ experiments: 2 });
    expect((sources?.llm?.usd ?? 0) - compute).toBeCloseTo(0.5, 9);
  });
});
