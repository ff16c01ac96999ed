import { required } from '../../lambdas/shared/environment.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ENVIRONMENT } from '../../lambdas/shared/names.ts';
import { openArtifactStore } from '../../lambdas/shared/stores/open-artifact-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { MeasureInput } from '../../lambdas/shared/task-input.ts';
import { checkedSpace } from '../codecs/checked-space.ts';
import { resolveCodec } from '../codecs/resolve.ts';
import { runExperiment } from '../measure/experiment.ts';
import { withInstruments } from './instruments.ts';
import { readTaskInput } from './task-input.ts';
import type { TaskRun } from './task-run.ts';

/** What stands in a measurement's result where an experiment's names its campaign. */
const CAMPAIGN = 'measurements';

/**
 * Measures one configuration by itself and leaves its result under `measurements/`.
 * @returns the exit code of a task that has left a result
 * @throws InvalidSpecError before anything is run, and every fault that kept it from a result
 */
export async function runMeasurementTask(run: TaskRun): Promise<number> {
  const { environment, report } = run;
  const { id, spec } = readTaskInput(environment, MeasureInput);
  const store = openArtifactStore(required(environment, ENVIRONMENT.artifactsUrl));
  checkedSpace(spec);
  return withInstruments(run, store, async (instruments) => {
    const now = () => new Date();
    const what = { campaign: CAMPAIGN, experimentId: id, spec };
    const result = await runExperiment({ ...instruments, ...what, resolve: resolveCodec, report, now });
    await store.put(artifactKeys.measurement(id), `${JSON.stringify(result, null, 1)}\n`);
    return result.status === 'partial' ? TASK_EXIT.stopped : TASK_EXIT.experimentDone;
  });
}
