import { optional, required } from '../../lambdas/shared/environment.ts';
import { ExperimentNotFoundError } from '../../lambdas/shared/errors.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ENVIRONMENT, SCHEMAS } from '../../lambdas/shared/names.ts';
import { describeIssues } from '../../lambdas/shared/settings.ts';
import { ExperimentSpec } from '../../lambdas/shared/spec.ts';
import { documentClient } from '../../lambdas/shared/stores/document-client.ts';
import { getExperiment, markRunning } from '../../lambdas/shared/stores/experiment-store.ts';
import { openArtifactStore } from '../../lambdas/shared/stores/open-artifact-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { InvalidSpecError } from '../codecs/checked-space.ts';
import { resolveCodec } from '../codecs/resolve.ts';
import { runExperiment } from '../measure/experiment.ts';
import { withInstruments } from './instruments.ts';
import { runExperimentShard } from './run-shard.ts';
import type { TaskRun } from './task-run.ts';

/**
 * Runs the experiment that the environment names and leaves its result in the artifact store.
 * @returns the exit code of a task that has left a result, or has none to leave because the experiment has ended before.
 * @throws every fault that kept it from a result
 */
export async function runExperimentTask(run: TaskRun): Promise<number> {
  const { environment, report } = run;
  const campaign = required(environment, ENVIRONMENT.campaign);
  const experimentId = required(environment, ENVIRONMENT.experimentId);
  const experiments = required(environment, ENVIRONMENT.experimentsTable);
  const store = openArtifactStore(required(environment, ENVIRONMENT.artifactsUrl));
  const tables = { client: documentClient(), experiments, reasoning: '' };

  const row = await getExperiment(tables, campaign, experimentId);
  if (row === undefined) throw new ExperimentNotFoundError(campaign, experimentId);
  const spec = readSpec(experimentId, row['spec']);
  if (!(await markRunning(tables, campaign, experimentId))) {
    // Its record stands, and a second result would no longer be the one that was recorded.
    const message = `experiment ${experimentId} has ended already (${row['status']}): it is not measured again`;
    report({ event: 'note', experiment_id: experimentId, level: 'warning', message });
    return TASK_EXIT.experimentDone;
  }
  const shard = optional(environment, ENVIRONMENT.shard);
  if (shard !== undefined) return runExperimentShard(run, store, { campaign, experimentId, spec, shard });
  return withInstruments(run, store, async (instruments) => {
    const now = () => new Date();
    const what = { campaign, experimentId, spec };
    const result = await runExperiment({ ...instruments, ...what, resolve: resolveCodec, report, now });
    await store.put(artifactKeys.result(campaign, experimentId), `${JSON.stringify(result, null, 1)}\n`);
    return result.status === 'partial' ? TASK_EXIT.stopped : TASK_EXIT.experimentDone;
  });
}

/** @throws InvalidSpecError: a result repeats its spec, so that there is none for a spec that cannot be read. */
function readSpec(experimentId: string, stored: unknown): ExperimentSpec {
  const parsed = ExperimentSpec.safeParse(stored);
  if (parsed.success) return parsed.data;
  const faults = describeIssues(parsed.error);
  throw new InvalidSpecError([`the stored spec of ${experimentId} does not fit ${SCHEMAS.spec}: ${faults}`]);
}
