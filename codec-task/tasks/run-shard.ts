import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { seal, unseal } from '../../lambdas/shared/sealed.ts';
import { ShardResult } from '../../lambdas/shared/shard.ts';
import type { ExperimentSpec } from '../../lambdas/shared/spec.ts';
import { type ArtifactStore, getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { resolveCodec } from '../codecs/resolve.ts';
import { readFurtherClips } from '../measure/further-clips.ts';
import { runShard } from '../measure/shard.ts';
import { withInstruments } from './instruments.ts';
import type { TaskRun } from './task-run.ts';

/** A shard of an experiment, by its number as the environment gives it. */
export interface ShardAsked {
  readonly campaign: string;
  readonly experimentId: string;
  readonly spec: ExperimentSpec;
  readonly shard: string;
}

/**
 * Measures a shard and leaves what it measured beside those of the others. One that was measured to its end is not
 * measured again: the workflow may ask twice.
 * @returns the exit code of a task that has left a result
 * @throws every fault that kept it from a result
 */
export async function runExperimentShard(
  run: TaskRun,
  store: ArtifactStore,
  { campaign, experimentId, spec, shard }: ShardAsked,
): Promise<number> {
  const { report } = run;
  const key = artifactKeys.shard(campaign, experimentId, shard);
  const before = unseal(await getText(store, key), ShardResult);
  if (before !== undefined && before.result.status !== 'partial') {
    const message = `shard ${shard} of ${experimentId} has been measured already: it is not measured again`;
    report({ event: 'note', experiment_id: experimentId, level: 'info', message });
    return TASK_EXIT.experimentDone;
  }
  const further = await readFurtherClips(store, spec);
  return withInstruments(run, store, async (instruments) => {
    const now = () => new Date();
    const what = { campaign, experimentId, spec };
    const measured = await runShard(
      { ...instruments, ...what, resolve: resolveCodec, report, now },
      further,
      Number(shard),
    );
    await store.put(key, seal(measured));
    return measured.result.status === 'partial' ? TASK_EXIT.stopped : TASK_EXIT.experimentDone;
  });
}
