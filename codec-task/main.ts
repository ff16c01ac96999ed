import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '../lambdas/shared/capabilities.ts';
import { type Environment, required } from '../lambdas/shared/environment.ts';
import { ExperimentNotFoundError } from '../lambdas/shared/errors.ts';
import { artifactKeys } from '../lambdas/shared/keys.ts';
import { ENVIRONMENT, SCHEMAS } from '../lambdas/shared/names.ts';
import type { ReportProgress } from '../lambdas/shared/progress.ts';
import { describeIssues } from '../lambdas/shared/settings.ts';
import { ExperimentSpec } from '../lambdas/shared/spec.ts';
import { type ArtifactStore, getText } from '../lambdas/shared/stores/artifact-store.ts';
import { documentClient } from '../lambdas/shared/stores/document-client.ts';
import { getExperiment, markRunning } from '../lambdas/shared/stores/experiment-store.ts';
import { openArtifactStore } from '../lambdas/shared/stores/open-artifact-store.ts';
import { TASK_EXIT } from '../lambdas/shared/task-exit.ts';
import { InvalidSpecError } from './codecs/conventional/checked-space.ts';
import { faultExit } from './fault-exit.ts';
import { runExperiment } from './measure/experiment.ts';
import { detectCapabilities } from './media/capabilities.ts';
import { findTools } from './media/tools.ts';
import { throttled } from './throttled-progress.ts';

/**
 * Runs the experiment that the environment names and leaves its result in the artifact store.
 * @returns the exit code of a task that has left a result, or has none to leave because the experiment has ended before.
 * @throws every fault that kept it from a result
 */
async function main(environment: Environment, report: ReportProgress, signal: AbortSignal): Promise<number> {
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
  const tools = await findTools(environment);
  const capabilities = await detectCapabilities(tools, signal);
  await keepCapabilities(store, capabilities);

  const folder = await mkdtemp(join(tmpdir(), 'codec-task-'));
  try {
    const cores = availableParallelism();
    const now = () => new Date();
    const where = { tools, store, capabilities, campaign, experimentId, folder, cores };
    const result = await runExperiment({ ...where, spec, signal, report, now });
    await store.put(artifactKeys.result(campaign, experimentId), `${JSON.stringify(result, null, 1)}\n`);
    return result.status === 'partial' ? TASK_EXIT.stopped : TASK_EXIT.experimentDone;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws InvalidSpecError: a result repeats its spec, so that there is none for a spec that cannot be read. */
function readSpec(experimentId: string, stored: unknown): ExperimentSpec {
  const parsed = ExperimentSpec.safeParse(stored);
  if (parsed.success) return parsed.data;
  const faults = describeIssues(parsed.error);
  throw new InvalidSpecError([`the stored spec of ${experimentId} does not fit ${SCHEMAS.spec}: ${faults}`]);
}

async function keepCapabilities(store: ArtifactStore, capabilities: Capabilities): Promise<void> {
  const text = `${JSON.stringify(capabilities, null, 2)}\n`;
  const kept = await getText(store, artifactKeys.capabilities);
  if (kept !== text) await store.put(artifactKeys.capabilities, text);
}

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
// Whoever reads the progress is gone: nobody will wait for the result either.
process.stdout.on('error', () => stop.abort());
try {
  const report = throttled(
    (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
    () => performance.now(),
  );
  process.exitCode = await main(process.env, report, stop.signal);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = stop.signal.aborted ? TASK_EXIT.stopped : faultExit(error);
}
