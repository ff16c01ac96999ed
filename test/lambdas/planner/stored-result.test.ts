import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import { planIteration } from '../../../lambdas/planner/plan-iteration.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { getSummary, putSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';
import { honest, iterate } from './simulated-iterations.ts';
import { emptyContext, measured, summaryOf } from './simulated-world.ts';

let started: StartedTables;
let folder: string;
beforeAll(async () => {
  started = await startTables();
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-planner-'));
});
afterAll(async () => {
  await started.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Stores these records, oldest first, and the summary that the recorder keeps of them. */
async function store(records: readonly ExperimentRecord[]): Promise<void> {
  const { tables } = started;
  for (const Item of records)
    await tables.client.send(new PutCommand({ TableName: tables.experiments, Item }));
  const { version } = await getSummary(tables, 'default');
  await putSummary(tables, 'default', {
    ...summaryOf(records),
    version: version + 1,
  });
}

/** What the planner would do now. */
async function nextPlan(): Promise<ReasoningRecord> {
  const artifacts = new FileArtifactStore(folder);
  await artifacts.put(artifactKeys.capabilities, JSON.stringify(emptyContext().capabilities));
  const answer = await planIteration(
    {
      tables: started.tables,
      store: artifacts,
      settings: parseSettings({}),
      spaces: ALL_SPACES,
      findKey: async () => ({ reason: null }),
      ask: async () => Promise.reject(new Error('no model here')),
      now: () => new Date('2026-11-24T00:00:00Z'),
      print: () => {},
    },
    { input: { dryRun: true }, execution_id: 'arn:next', started_at: '2026-11-24T00:00:00Z' },
  );
  return ReasoningRecord.parse(answer.plan);
}

it('given one stored result changed, the next planning finds another root cause and plans something else', async () => {
  const { context } = await iterate(emptyContext(), 2, honest);
  const records = [...context.history].reverse();
  await store(records);
  const before = await nextPlan();

  const champion = context.summary.champion?.experiment_id;
  await store(records.map((record) => (record.experiment_id === champion ? measured(record, 60) : record)));
  const after = await nextPlan();

  expect(before.root_cause).toContain(champion);
  expect(after.root_cause).not.toBe(before.root_cause);
  expect(after.experiments.map(({ spec_hash }) => spec_hash)).not.toEqual(
    before.experiments.map(({ spec_hash }) => spec_hash),
  );
});
