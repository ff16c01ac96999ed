import { artifactKeys } from '../../shared/keys.ts';
import { seal } from '../../shared/sealed.ts';
import type { ShardFailure } from '../../shared/shard.ts';
import { classifyTaskFailure } from '../../shared/task-exit.ts';
import type { Arm, CaughtFailure, RecordAnswer } from '../../shared/workflow.ts';
import { findExperiment } from '../find-experiment.ts';
import type { Surroundings } from '../surroundings.ts';
import { findShard } from './find-shards.ts';

/**
 * Notes how a shard's task ended, beside what it measured, so that no failure travels in the workflow's state and every
 * shard that ran has left one or the other. The experiment is recorded when all have.
 * @param caught why the task failed, when it did.
 */
export async function recordShard(
  { tables, store }: Surroundings,
  { campaign, experiment_id, shard }: Arm,
  caught: CaughtFailure | undefined,
): Promise<RecordAnswer> {
  const planned = await findExperiment(tables, campaign, experiment_id);
  const { kind } = await findShard(store, planned, Number(shard));
  const failure = caught === undefined ? NO_RESULT : classifyTaskFailure(caught.Error, caught.Cause ?? '');
  if (kind === 'missing')
    await store.put(artifactKeys.shardFailure(campaign, experiment_id, shard), seal(shortened(failure)));
  return {
    experiment_id,
    status: kind === 'measured' ? 'measured' : 'failed',
    verdict: null,
    bd_rate_percent: null,
  };
}

const NO_RESULT: ShardFailure = {
  class: 'no-result',
  message: 'the task ended well and left no measurement that can be read',
};

function shortened({ class: failureClass, message }: ShardFailure): ShardFailure {
  return { class: failureClass, message: message.slice(0, 600) };
}
