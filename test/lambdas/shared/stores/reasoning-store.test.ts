import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  getReasoning,
  putReasoning,
  recentReasonings,
  setOutcome,
  unconcludedReasonings,
} from '../../../../lambdas/shared/stores/reasoning-store.ts';
import { type StartedTables, startTables } from '../../../support/tables.ts';
import { CAMPAIGN, givenPlanned, givenReasoning, REASONING_ID, RECORDED_AT } from '../../recorder/given.ts';

let started: StartedTables;
beforeAll(async () => {
  started = await startTables();
});
afterAll(() => started.stop());

const reasoning = (id: string) => ({ ...givenReasoning([givenPlanned()]), reasoning_id: id });
const outcome = (text: string) => ({ verdict: 'refuted' as const, text, concluded_at: RECORDED_AT });

it('a reasoning is written once', async () => {
  const first = reasoning(REASONING_ID);

  expect(await putReasoning(started.tables, first)).toBe(true);
  expect(await putReasoning(started.tables, { ...first, hypothesis: 'another answer' })).toBe(false);
  expect(await getReasoning(started.tables, CAMPAIGN, REASONING_ID)).toEqual(first);
});

it('an outcome is added once, and only to a reasoning that exists', async () => {
  await putReasoning(started.tables, reasoning('concluded'));
  const conclude = (id: string, text: string) => setOutcome(started.tables, CAMPAIGN, id, outcome(text));

  expect(await conclude('concluded', 'first')).toBe(true);
  expect(await conclude('concluded', 'second')).toBe(false);
  expect(await conclude('absent', 'third')).toBe(false);
  expect((await getReasoning(started.tables, CAMPAIGN, 'concluded'))?.['outcome']).toEqual(outcome('first'));
  expect(await getReasoning(started.tables, CAMPAIGN, 'absent')).toBeUndefined();
});

it('reasonings are read newest first', async () => {
  const campaign = 'newest-first';
  for (const id of ['20261122T060000Z-b', '20261123T000000Z-c', '20261121T060000Z-a'])
    await putReasoning(started.tables, { ...reasoning(id), campaign });

  const recent = await recentReasonings(started.tables, campaign, 2);

  expect(recent.map((row) => row['reasoning_id'])).toEqual(['20261123T000000Z-c', '20261122T060000Z-b']);
});

it('reasonings without an outcome are found, oldest first, and what no longer fits the schema is passed over', async () => {
  const campaign = 'unconcluded';
  for (const id of ['20261121T060000Z-a', '20261122T060000Z-b', '20261123T000000Z-c'])
    await putReasoning(started.tables, { ...reasoning(id), campaign });
  await putReasoning(started.tables, {
    ...{ ...reasoning('20261123T060000Z-d'), campaign },
    mode: 'foreign' as 'manual',
  });
  await setOutcome(started.tables, campaign, '20261122T060000Z-b', outcome('concluded'));

  const found = await unconcludedReasonings(started.tables, campaign);

  expect(found.map(({ reasoning_id }) => reasoning_id)).toEqual(['20261121T060000Z-a', '20261123T000000Z-c']);
});
