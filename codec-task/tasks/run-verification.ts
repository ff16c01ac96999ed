import { required } from '../../lambdas/shared/environment.ts';
import { ArtifactNotFoundError, InvalidRecordError } from '../../lambdas/shared/errors.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ENVIRONMENT } from '../../lambdas/shared/names.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { describeIssues } from '../../lambdas/shared/settings.ts';
import { type ArtifactStore, getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { openArtifactStore } from '../../lambdas/shared/stores/open-artifact-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { VerifyInput } from '../../lambdas/shared/task-input.ts';
import { verifyResult } from '../verify/verify-result.ts';
import { withInstruments } from './instruments.ts';
import { readTaskInput } from './task-input.ts';
import type { TaskRun } from './task-run.ts';

/**
 * Checks every number of a stored result and leaves what it found beside it, differences or none.
 * @returns the exit code of a task that has left its findings
 * @throws InvalidRecordError for a result that cannot be read, and every fault that kept it from an answer
 */
export async function runVerificationTask(run: TaskRun): Promise<number> {
  const { environment, report } = run;
  const { result_key: key, row } = readTaskInput(environment, VerifyInput);
  const store = openArtifactStore(required(environment, ENVIRONMENT.artifactsUrl));
  const result = await readStored(store, key);
  return withInstruments(run, store, async (instruments) => {
    const verification = await verifyResult({
      ...instruments,
      report,
      key,
      result,
      row,
      now: () => new Date(),
    });
    const text = `${JSON.stringify(verification, null, 1)}\n`;
    await store.put(artifactKeys.verification(key), text);
    return TASK_EXIT.experimentDone;
  });
}

async function readStored(store: ArtifactStore, key: string): Promise<ExperimentResult> {
  const text = await getText(store, key);
  if (text === undefined) throw new ArtifactNotFoundError(key);
  const parsed = ExperimentResult.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new InvalidRecordError(key, describeIssues(parsed.error));
}
