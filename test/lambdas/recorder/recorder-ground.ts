import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { handle } from '../../../lambdas/recorder/handle.ts';
import type { Surroundings } from '../../../lambdas/recorder/surroundings.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { getSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import {
  getExperiment,
  putPlannedExperiment,
  recordedSpecs,
} from '../../../lambdas/shared/stores/experiment-store.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';
import { CAMPAIGN, RECORDED_AT } from './given.ts';
import { givenResult } from './given-result.ts';

/** The recorder on tables in memory and a folder of artifacts, both empty before each test of the file that imports this. */
export let started: StartedTables;
let folder: string;
export let surroundings: Surroundings;
export let printed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-recorder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  started = await startTables();
  printed = [];
  surroundings = {
    tables: started.tables,
    store: new FileArtifactStore(await mkdtemp(join(folder, 'artifacts-'))),
    now: () => new Date(RECORDED_AT),
    random: () => 0.5,
    wait: async () => {},
    print: (line) => printed.push(line),
  };
  return started.stop;
});

export const armOf = ({ campaign, experiment_id, reasoning_id }: ExperimentRecord) => ({
  campaign,
  experiment_id,
  reasoning_id,
  shard: '',
});
export const recordResult = (planned: ExperimentRecord) =>
  handle(surroundings, { action: 'record-result', ...armOf(planned) });
export const recordFailure = (planned: ExperimentRecord, failure: { Error: string; Cause?: string }) =>
  handle(surroundings, { action: 'record-failure', ...armOf(planned), failure });
export const stored = (planned: ExperimentRecord) =>
  getExperiment(started.tables, CAMPAIGN, planned.experiment_id);
export const summary = () => getSummary(started.tables, CAMPAIGN);
export const isMarked = async (planned: ExperimentRecord) =>
  (await recordedSpecs(started.tables, CAMPAIGN, [planned.spec_hash])).has(planned.spec_hash);

export async function givenRun(
  planned: ExperimentRecord,
  changes?: Partial<ExperimentResult>,
): Promise<ExperimentRecord> {
  await putPlannedExperiment(started.tables, planned);
  const key = artifactKeys.result(CAMPAIGN, planned.experiment_id);
  await surroundings.store.put(key, JSON.stringify(givenResult(planned, changes)));
  return planned;
}
