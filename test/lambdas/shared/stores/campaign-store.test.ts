import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSED_CIRCUIT } from '../../../../lambdas/shared/circuit.ts';
import {
  getSummary,
  listCampaigns,
  putControl,
  putSummary,
  readPlanningState,
} from '../../../../lambdas/shared/stores/campaign-store.ts';
import { putReasoning } from '../../../../lambdas/shared/stores/reasoning-store.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';
import { type StartedTables, startTables } from '../../../support/tables.ts';
import { CAMPAIGN, givenPlanned, givenReasoning, REASONING_ID } from '../../recorder/given.ts';

let started: StartedTables;
beforeAll(async () => {
  started = await startTables();
});
afterAll(() => started.stop());

const version = (number: number) => ({ ...emptySummary(), version: number });

describe('a summary', () => {
  it('is written by whoever read the version before, and by nobody else', async () => {
    const write = (number: number) => putSummary(started.tables, 'versions', version(number));

    expect(await getSummary(started.tables, 'versions')).toEqual(emptySummary());
    expect([
      await write(1),
      await write(1),
      await write(2),
      await write(2),
      await write(1),
      await write(4),
    ]).toEqual([true, false, true, false, false, false]);
    expect((await getSummary(started.tables, 'versions')).version).toBe(2);
  });

  it('makes its campaign listed, also beyond the first page of 1 MB', async () => {
    const applied = Array.from({ length: 200 }, (_, index) => String(index).padStart(1500, '0'));
    const names = ['large-1', 'large-2', 'large-3', 'large-4', 'large-5'];
    for (const name of names) await putSummary(started.tables, name, { ...version(1), applied });

    expect(await listCampaigns(started.tables)).toEqual(expect.arrayContaining(names));
  });
});

describe('the planning state', () => {
  it('of a new campaign is empty, not paused, its circuit closed', async () => {
    expect(await readPlanningState(started.tables, 'new', REASONING_ID)).toEqual({
      summary: emptySummary(),
      control: { paused: false, reason: '' },
      circuit: CLOSED_CIRCUIT,
      reasoning: undefined,
    });
  });

  it('has summary, control and an earlier reasoning of the same campaign', async () => {
    await putSummary(started.tables, CAMPAIGN, version(1));
    await putControl(started.tables, CAMPAIGN, { paused: true, reason: 'on holiday' });
    await putControl(started.tables, 'other', { paused: false, reason: '' });
    await putReasoning(started.tables, givenReasoning([givenPlanned()]));

    const state = await readPlanningState(started.tables, CAMPAIGN, REASONING_ID);

    expect(state.summary.version).toBe(1);
    expect(state.control).toEqual({ paused: true, reason: 'on holiday' });
    expect(state.reasoning).toEqual(givenReasoning([givenPlanned()]));
  });
});
