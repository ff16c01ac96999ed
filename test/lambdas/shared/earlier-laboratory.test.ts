import { readFile } from 'node:fs/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { loadSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../../lambdas/shared/stores/experiment-store.ts';
import { recentReasonings } from '../../../lambdas/shared/stores/reasoning-store.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';

/**
 * What one iteration of two experiments left when clips had no sets, decodes no isolation, and summaries the version 1:
 * written by the laboratory of that day, not by hand.
 */
const read = async (file: string) => JSON.parse(await readFile(`test/fixtures/earlier/${file}.json`, 'utf8'));

let started: StartedTables;
beforeAll(async () => {
  started = await startTables();
  const { tables } = started;
  const { experiments, reasonings, summary } = await read('rows');
  for (const Item of [...experiments, summary])
    await tables.client.send(new PutCommand({ TableName: tables.experiments, Item }));
  for (const Item of reasonings)
    await tables.client.send(new PutCommand({ TableName: tables.reasoning, Item }));
});
afterAll(() => started.stop());

describe('what an earlier version of the laboratory has left', () => {
  it('is a history of two experiments, with all that was measured', async () => {
    const { records, unreadable } = await recentExperiments(started.tables, 'default', 10);
    expect(unreadable).toEqual([]);
    expect(records.map(({ status, measurement }) => [status, measurement?.bd_rate_percent])).toEqual([
      ['succeeded', expect.closeTo(41.2, 0)],
      ['succeeded', expect.closeTo(0, 5)],
    ]);
  });

  it('is a reasoning that can be shown', async () => {
    const reasonings = await recentReasonings(started.tables, 'default', 10);
    expect(reasonings).toHaveLength(1);
    const { reasonings: stored } = await read('rows');
    expect(ReasoningRecord.parse(stored[0])).toMatchObject({ mode: 'fallback', campaign: 'default' });
  });

  it('is a summary of another version, which is made anew from the records with what they had come to', async () => {
    const { summary: stored } = await read('rows');
    expect(stored.schema).toBe('codec-lab.summary.v1');
    const { summary, isRebuilt } = await loadSummary(started.tables, 'default');
    expect(isRebuilt).toBe(true);
    expect(summary.schema).toBe('codec-lab.summary.v2');
    expect(Object.values(summary.months)).toMatchObject([{ experiments: 2 }]);
  });

  it('is a result that can be read, rate point by rate point', async () => {
    const result = ExperimentResult.parse(await read('result'));
    expect(result.status).toBe('succeeded');
    expect(result.clips).toHaveLength(2);
  });
});
