import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentUsd } from '../../../lambdas/planner/budget/arm-cost.ts';
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
const arm = (experiment_id: string, expected_cpu_seconds: number) =>
  ({
    ...{ experiment_id, expected_cpu_seconds, expected_bitrate_mbps: 2 },
    spec: { clips: [{}, {}], frames: 240, rate_points: 4 },
  }) as PlannedExperiment;
const arms = (run: Run, seconds: readonly number[]) =>
  seconds.map((expected_cpu_seconds, index) => arm(`${run.reasoningId} ${index}`, expected_cpu_seconds));
const sums = async (run: Run) => getMonth(run.tables, run.now().toISOString().slice(0, 7));

describe('the money of a run', () => {
  it('given room for some experiments, takes those from the first on and says why not the next', async () => {
    const cost = experimentUsd(arm('any', 100));
    const run = givenRun({ monthly_cap_usd: cost * 2.5 });
    const { count, reason } = await commitArms(run, arms(run, [100, 100, 100, 100]), 0);
    expect(count).toBe(2);
    expect(reason).toContain('raise monthly_cap_usd');
    expect(usd((await sums(run)).total)).toBeCloseTo(2 * cost, 5);
  });

  it('sets aside the time of a task and a year in storage of what it is expected to leave', () => {
    const hours = (180 + (2 * 100) / (4 * 0.6)) / 3600;
    // 2 clips of 10 s at 2 Mbit/s, twice that, at 4 points four times over, and their figures.
    const bytes = 2 * (2 * 2.5e6 * 16 + 1e5);
    expect(experimentUsd(arm('any', 100))).toBeCloseTo(hours * 0.16522 + (bytes / 2 ** 30) * 0.023 * 12, 6);
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
    expect(await commitLlm(run, 'first', 0.8)).toBeUndefined();
    await settleLlm(run, 'first', 0.7);
    expect(await commitLlm(run, 'second', 0.8)).toContain("of this month's 1.00 USD for the model 0.70");
    expect(usd((await sums(run)).llm)).toBe(0.7);
  });

  it('given a question that may cost more than a run may, refuses it whatever the month has left', async () => {
    expect(await commitLlm(givenRun({ llm: { run_cap_usd: 0.1 } }), 'dear', 0.2)).toContain(
      'llm.run_cap_usd',
    );
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
    expect(usd(closed.total)).toBeCloseTo(experimentUsd(arm('any', 100)), 5);
  });

  it('given what a run that was killed at the end of a month set aside, counts it there in the first days of the next', async () => {
    const end = new Date(Date.UTC(2040, 0, 31, 23));
    const run = givenRun({}, end);
    await commitArms(run, arms(run, [100]), 0);
    const next = (hour: number) => ({ ...run, now: () => new Date(Date.UTC(2040, 1, 1, hour)) });
    expect((await openMonth(next(2))).total).toBe(0);
    expect(Object.keys((await sums(run)).open)).toHaveLength(1);
    await openMonth(next(6));
    const closed = await sums(run);
    expect(closed).toMatchObject({ open: {}, spent_compute: closed.total });
  });
});
