import { plannedRecords } from '../shared/planned-records.ts';
import { ReasoningRecord } from '../shared/reasoning.ts';
import { shardsOf } from '../shared/shards.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import { putPlannedExperiment } from '../shared/stores/experiment-store.ts';
import { parseStored } from '../shared/stores/parse-stored.ts';
import type { PlannerAnswer } from '../shared/workflow.ts';

/** Writes the experiments that a reasoning plans, those that are not there yet. */
export async function launch(tables: Tables, reasoning: ReasoningRecord): Promise<PlannerAnswer> {
  await Promise.all(plannedRecords(reasoning).map((record) => putPlannedExperiment(tables, record)));
  const { campaign, reasoning_id, mode, experiments } = reasoning;
  return {
    decision: 'run',
    reason: `${experiments.length} experiments planned in mode ${mode}`,
    campaign,
    reasoning_id,
    // Of an experiment in shards first the one whose screening may end it.
    arms: experiments.map(({ experiment_id, spec }) => ({
      ...{ campaign, experiment_id, reasoning_id },
      shard: shardsOf(spec) === undefined ? '' : '0',
    })),
    sharded: experiments.some(({ spec }) => shardsOf(spec) !== undefined),
    round: 0,
    items_key: null,
    plan: null,
  };
}

/** The same of a reasoning as it was stored. @throws InvalidRecordError */
export function launchStored(tables: Tables, row: unknown): Promise<PlannerAnswer> {
  return launch(tables, parseStored(ReasoningRecord, row, 'the stored reasoning of this execution'));
}
