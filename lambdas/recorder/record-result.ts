import type { ExperimentRecord } from '../shared/record.ts';
import type { Arm, RecordAnswer } from '../shared/workflow.ts';
import { settleExperiment } from './settle-experiment.ts';
import type { Surroundings } from './surroundings.ts';

/** Records an experiment whose task ended well: from its result, or as failed when that is absent or unusable. */
export async function recordResult(surroundings: Surroundings, arm: Arm): Promise<RecordAnswer> {
  return recordAnswer(await settleExperiment(surroundings, arm, undefined));
}

/** What the workflow is told of a recorded experiment. */
export function recordAnswer(record: ExperimentRecord): RecordAnswer {
  return {
    experiment_id: record.experiment_id,
    status: record.status,
    verdict: record.verdict,
    bd_rate_percent: record.measurement?.bd_rate_percent ?? null,
  };
}
