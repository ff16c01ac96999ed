import { classifyTaskFailure } from '../shared/task-exit.ts';
import type { Arm, CaughtFailure, RecordAnswer } from '../shared/workflow.ts';
import { recordAnswer } from './record-result.ts';
import { settleExperiment } from './settle-experiment.ts';
import type { Surroundings } from './surroundings.ts';

/** Records an experiment whose task failed: with its failure class and with what it had measured by then. */
export async function recordFailure(
  surroundings: Surroundings,
  arm: Arm,
  failure: CaughtFailure,
): Promise<RecordAnswer> {
  const taskFailure = classifyTaskFailure(failure.Error, failure.Cause ?? '');
  return recordAnswer(await settleExperiment(surroundings, arm, taskFailure));
}
