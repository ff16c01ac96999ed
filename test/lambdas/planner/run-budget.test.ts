import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armUsd } from '../../../lambdas/planner/budget/arm-cost.ts';
import {
  commitArms,
  commitLlm,
  openMonth,
  type Run,
  settleLlm,
} from '../../../lambdas/planner/budget/run-budget.ts';
import { usd } from '../../../lambdas/shared/ledger/money.ts';
import type { PlannedExperiment } from '../../../lambdas/shared/reasoning.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { getMonth } from '../../../lambdas/shared/stores/ledger-store.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';

let started: StartedTables;
beforeAll(async () => {
  started = await startTables();
});
afterAll(() => started.stop());

/** A run in a month of its own. */
let months = 0;
function givenRun(settings: object = {}, now = new Date(Date.UTC(2031, months++, 10))): Run {
  const own = { campaign: 'default', reasoningId: `reasoning of ${now.toISOString()}` };
  return { ...own, tables: started.tables, settings: parseSettings(settings), now: () => now };
}
const arms = (run: Run, seconds: readonly number[]) =>
  seconds.map(
    (expected_cpu_seconds, index) =>
      ({ experiment_id: `${run.reasoningId} ${index}`, expected_cpu_seconds }) as PlannedExperiment,
  );
const sums = async (run: Run) => getMonth(run.tables, run.now().toISOString().slice(0, 7));

describe('the money of a run', () => {
  it('given room for some experiments, takes those from the first on and says why not the next', async () => {
    const cost = armUsd({ expected_cpu_seconds: 100 });
    const run = givenRun({ monthly_cap_usd: cost * 2.5 });
    const { count, reason } = await commitArms(run, arms(run, [100, 100, 100, 100]), 0);
    expect(count).toBe(2);
    expect(reason).toContain('raise monthly_cap_usd');
    expect(usd((await sums(run)).total)).toBeCloseTo(2 * cost, 5);
  });

  it('given a retry, sets nothing aside twice', async () => {
    const run = givenRun();
    const planned = arms(run, [50, 60]);
    await commitArms(run, planned, 0);
    const once = await sums(run);
    expect((await commitArms(run, planned, 0)).count).toBe(2);
    expect(await sums(run)).toEqual(once);
  });

  it('given a run that costs more than a run may, leaves the rest out', async () => {
    const run = givenRun({ run_cap_usd: 1 });
    const { count, reason } = await commitArms(run, arms(run, [10, 10]), 0.999);
    expect(count).toBe(0);
    expect(reason).toContain('raise run_cap_usd');
  });

  it("given a month that is used up for the model, refuses the question with the month's sums", async () => {
    const run = givenRun({ llm: { monthly_cap_usd: 1 } });
    expect(await commitLlm(run, 0.8)).toBeUndefined();
    await settleLlm(run, 0.7);
    const next = { ...run, reasoningId: 'another' };
    expect(await commitLlm(next, 0.8)).toContain("of this month's 1.00 USD for the model 0.70");
    expect(usd((await sums(run)).llm)).toBe(0.7);
  });

  it('given a question that may cost more than a run may, refuses it whatever the month has left', async () => {
    expect(await commitLlm(givenRun({ llm: { run_cap_usd: 0.1 } }), 0.2)).toContain('llm.run_cap_usd');
  });

  it('given what a killed run set aside, counts it as spent once no workflow can still run', async () => {
    const run = givenRun();
    await commitArms(run, arms(run, [100]), 0);
    const later = (minutes: number) => ({
      ...run,
      now: () => new Date(run.now().getTime() + minutes * 60_000),
    });
    expect(Object.keys((await openMonth(later(300))).open)).toHaveLength(1);
    const closed = await openMonth(later(331));
    expect(closed).toMatchObject({ open: {}, spent_compute: closed.total });
    expect(usd(closed.total)).toBeCloseTo(armUsd({ expected_cpu_seconds: 100 }), 5);
  });
});
