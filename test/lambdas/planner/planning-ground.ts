import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import { planIteration } from '../../../lambdas/planner/plan-iteration.ts';
import type { Surroundings } from '../../../lambdas/planner/surroundings.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';

export const NOW = new Date('2026-11-23T06:00:05Z');
export const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:lab:one';
export let started: StartedTables;
let folder: string;
export let surroundings: Surroundings;
export let printed: string[];

beforeEach(async () => {
  started = await startTables();
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-planner-'));
  printed = [];
  surroundings = {
    tables: started.tables,
    store: new FileArtifactStore(folder),
    settings: parseSettings({}),
    spaces: ALL_SPACES,
    findKey: async () => ({ reason: null }),
    ask: async () => Promise.reject(new Error('no model here')),
    now: () => NOW,
    print: (line) => printed.push(line),
  };
});
afterEach(async () => {
  await started.stop();
  await rm(folder, { recursive: true, force: true });
});

/** One planning on tables and a store of its own, without a model. */
export const plan = (input: unknown, change: Partial<Surroundings> = {}, execution = EXECUTION) =>
  planIteration(
    { ...surroundings, ...change },
    { input, execution_id: execution, started_at: '2026-11-23T06:00:00Z' },
  );
