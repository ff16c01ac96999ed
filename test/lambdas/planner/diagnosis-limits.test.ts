import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../lambdas/planner/diagnosis/diagnose.ts';
import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { PRICES } from '../../../lambdas/shared/prices.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { emptyContext, measured, rowsOf, svtProposal, withRecords } from './simulated-world.ts';

/** A context in which SVT-AV1 at a preset was measured. */
function given(
  change: (record: ExperimentRecord) => ExperimentRecord = (record) => record,
  preset = 8,
  settings = {},
) {
  const context = emptyContext(settings);
  return withRecords(
    context,
    rowsOf(context, svtProposal(preset), 0).map((row) => change(measured(row, -20))),
  );
}
const found = (context: PlanningContext, rule: string) =>
  diagnose(context).find((each) => each.rule === rule);
const disagreeing = (record: ExperimentRecord): ExperimentRecord => ({
  ...record,
  measurement: record.measurement && {
    ...record.measurement,
    agreement: { verdict: 'metric disagreement', sentence: 'SSIM says +4.0 %' },
  },
});
const overFitted = (record: ExperimentRecord): ExperimentRecord => ({
  ...record,
  promotion: {
    decision: 'over-fitted to the tune clips',
    reason: 'on a held-back clip it needs 31.4 % more',
  },
});

describe('what limits the results', () => {
  it('given a best that the families of metrics disagree about, says so with its evidence', () => {
    const context = given(disagreeing);
    expect(found(context, 'metric-disagreement')).toMatchObject({
      statement: expect.stringContaining('SSIM says +4.0 %'),
      evidence: [context.history[0]?.experiment_id],
    });
    expect(found(given(), 'metric-disagreement')).toBeUndefined();
  });

  it('given one that did not hold on clips that are held back, tells the fact and no figure of those', () => {
    const finding = found(given(overFitted), 'over-fitted');
    expect(finding?.statement).toContain('led on the tune clips and not on clips that are held back');
    expect(JSON.stringify(diagnose(given(overFitted)))).not.toContain('31.4');
    expect(found(given(), 'over-fitted')).toBeUndefined();
  });

  it('given a champion whose every slower preset is too dear, calls it bound by time; with more time, not', () => {
    expect(found(given(undefined, 8, { cpu_seconds_per_arm: 12 }), 'time-bound')?.statement).toContain(
      'no slower preset',
    );
    expect(found(given(undefined, 8, { cpu_seconds_per_arm: 100_000 }), 'time-bound')).toBeUndefined();
  });

  it('given a month that has nearly cost its cap, says what was spent; at half of it, nothing', () => {
    const spent = (compute_usd: number) => {
      const context = given();
      const month = context.now.toISOString().slice(0, 7);
      const months = { [month]: { llm_usd: 0, compute_usd, experiments: 1 } };
      return { ...context, summary: { ...context.summary, months } };
    };
    expect(found(spent(81), 'budget')?.statement).toContain('81.00 USD');
    expect(found(spent(50), 'budget')).toBeUndefined();
  });

  it('given prices of more than half a year ago, points at them', () => {
    const now = new Date(Date.parse(PRICES.notedOn) + 200 * 86_400_000);
    expect(found({ ...given(), now }, 'old-prices')?.statement).toContain('200 days ago');
    expect(found(given(), 'old-prices')).toBeUndefined();
  });
});
