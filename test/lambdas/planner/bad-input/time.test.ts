import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setAside } from '../../../../lambdas/shared/ledger/entries.ts';
import { parseSettings } from '../../../../lambdas/shared/settings.ts';
import { getSummary } from '../../../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../../../lambdas/shared/stores/experiment-store.ts';
import { listMonths } from '../../../../lambdas/shared/stores/ledger-store.ts';
import { CAMPAIGN, SmallLaboratory, validPlan } from './small-laboratory.ts';

let laboratory: SmallLaboratory;
beforeEach(async () => {
  laboratory = await SmallLaboratory.open();
});
afterEach(() => laboratory[Symbol.asyncDispose]());

/** A clock that goes back by an hour with every look at it. */
function backwards(from: string): () => Date {
  let now = Date.parse(from);
  return () => {
    now -= 3_600_000;
    return new Date(now);
  };
}

describe('a clock that goes backwards', () => {
  it('within a planning and its recording leaves a plan, records and a ledger that balances', async () => {
    const now = backwards('2026-11-23T06:00:00Z');
    const first = await laboratory.plan({ now });
    await validPlan(laboratory, first);
    await laboratory.measure(first, {}, { now });

    const { records } = await recentExperiments(laboratory.tables, CAMPAIGN, 9);
    expect(records.map(({ status }) => status)).toEqual(Array(parseSettings({}).arms).fill('succeeded'));
    for (const month of await listMonths(laboratory.tables))
      expect({ open: month.open, left: setAside(month) }).toEqual({ open: {}, left: 0 });
  });

  it('by two years between iterations plans on with what was measured, and counts it all', async () => {
    const first = await laboratory.plan();
    await laboratory.measure(first);
    const earlier = '2024-11-23T06:00:00Z';
    const clock = { execution: 'arn:two', startedAt: earlier, now: () => new Date(earlier) };

    const second = await laboratory.plan(clock);
    const { experiments, timestamp } = await validPlan(laboratory, second);
    await laboratory.measure(second, {}, clock);

    expect(timestamp).toBe(new Date(earlier).toISOString());
    const before = (await laboratory.reasoningOf(first)).experiments.map(({ spec_hash }) => spec_hash);
    expect(experiments.filter(({ spec_hash }) => before.includes(spec_hash))).toEqual([]);
    const { counts } = await getSummary(laboratory.tables, CAMPAIGN);
    expect(counts.succeeded).toBe(first.arms.length + second.arms.length);
    await validPlan(laboratory, await laboratory.plan({ execution: 'arn:three' }));
  });
});

describe('planners at once', () => {
  it('of different executions: one plans, the others are told who does', async () => {
    const names = ['arn:a', 'arn:b', 'arn:c', 'arn:d'];
    const answers = await Promise.all(names.map((execution) => laboratory.plan({ execution })));

    const [planned, ...more] = answers.filter(({ decision }) => decision === 'run');
    if (planned === undefined) throw new Error('nobody planned');
    expect(more).toEqual([]);
    const { execution_id, experiments } = await validPlan(laboratory, planned);
    for (const { decision, reason } of answers.filter((answer) => answer !== planned))
      expect({ decision, reason }).toEqual({
        decision: 'skipped',
        reason: expect.stringContaining(`another iteration is running: ${execution_id} holds the lock`),
      });
    const { records } = await recentExperiments(laboratory.tables, CAMPAIGN, 20);
    expect(records).toHaveLength(experiments.length);
  });

  it('of one execution, delivered several times: one plan, its money set aside once', async () => {
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => laboratory.plan()));
    if (first === undefined) throw new Error('nobody planned');

    const { experiments } = await validPlan(laboratory, first);
    for (const other of others) expect(other).toEqual(first);
    const [month] = await listMonths(laboratory.tables);
    expect(Object.keys(month?.open ?? {}).toSorted()).toEqual(
      experiments.map(({ experiment_id }) => experiment_id),
    );
    expect(month?.total).toBe(Object.values(month?.open ?? {}).reduce((sum, { amount }) => sum + amount, 0));
  });
});
