import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { required } from '../lambdas/shared/environment.ts';
import { ExperimentNotFoundError } from '../lambdas/shared/errors.ts';
import { artifactKeys } from '../lambdas/shared/keys.ts';
import { ENVIRONMENT, SCHEMAS } from '../lambdas/shared/names.ts';
import type { ProgressEvent } from '../lambdas/shared/progress.ts';
import { describeIssues } from '../lambdas/shared/settings.ts';
import { ExperimentSpec } from '../lambdas/shared/spec.ts';
import { getText } from '../lambdas/shared/stores/artifact-store.ts';
import { documentClient } from '../lambdas/shared/stores/document-client.ts';
import { getExperiment, markRunning } from '../lambdas/shared/stores/experiment-store.ts';
import { openArtifactStore } from '../lambdas/shared/stores/open-artifact-store.ts';
import { TASK_EXIT } from '../lambdas/shared/task-exit.ts';
import { InvalidSpecError } from './codecs/conventional/checked-space.ts';
import { runExperiment } from './measure/experiment.ts';
import { detectCapabilities } from './media/capabilities.ts';
import { findTools } from './media/tools.ts';

/** Names of faults and the exit codes that tell them apart; everything else is `unexpected`. */
const FAULT_EXITS: Readonly<Record<string, number>> = {
  MissingEnvironment: TASK_EXIT.missingEnvironment,
  ExperimentNotFound: TASK_EXIT.experimentNotFound,
  FfmpegMissing: TASK_EXIT.ffmpegMissing,
  InvalidSpec: TASK_EXIT.invalidSpec,
  DiskFull: TASK_EXIT.diskFull,
  ENOSPC: TASK_EXIT.diskFull,
  TimeoutError: TASK_EXIT.storeUnavailable,
  ECONNREFUSED: TASK_EXIT.storeUnavailable,
  ServiceUnavailable: TASK_EXIT.storeUnavailable,
};

async function main(signal: AbortSignal): Promise<number> {
  const environment = process.env;
  const campaign = required(environment, ENVIRONMENT.campaign);
  const experimentId = required(environment, ENVIRONMENT.experimentId);
  const experiments = required(environment, ENVIRONMENT.experimentsTable);
  const store = openArtifactStore(required(environment, ENVIRONMENT.artifactsUrl));
  const tables = { client: documentClient(), experiments, reasoning: '' };

  const row = await getExperiment(tables, campaign, experimentId);
  if (row === undefined) throw new ExperimentNotFoundError(campaign, experimentId);
  await markRunning(tables, campaign, experimentId);
  const tools = await findTools(environment);
  const capabilities = await detectCapabilities(tools, signal);
  const text = `${JSON.stringify(capabilities, null, 2)}\n`;
  if ((await getText(store, artifactKeys.capabilities)) !== text)
    await store.put(artifactKeys.capabilities, text);

  const parsed = ExperimentSpec.safeParse(row['spec']);
  if (!parsed.success)
    throw new InvalidSpecError([
      `the stored spec of ${experimentId} does not fit ${SCHEMAS.spec}: ${describeIssues(parsed.error)}`,
    ]);
  const folder = await mkdtemp(join(tmpdir(), 'codec-task-'));
  try {
    const result = await runExperiment({
      ...{ tools, store, capabilities, campaign, experimentId, folder, signal },
      spec: parsed.data,
      cores: availableParallelism(),
      report: throttled(print),
      now: () => new Date(),
    });
    await store.put(artifactKeys.result(campaign, experimentId), `${JSON.stringify(result, null, 1)}\n`);
    return result.status === 'partial' ? TASK_EXIT.stopped : TASK_EXIT.experimentDone;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(event: ProgressEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** Lets a repeated step of the same job through four times a second at most. */
function throttled(report: (event: ProgressEvent) => void): (event: ProgressEvent) => void {
  let last = 0;
  let lastStage = '';
  return (event) => {
    const stage = event.event === 'step' ? `${event.clip} ${event.stage} ${event.label}` : '';
    if (event.event === 'step' && stage === lastStage && performance.now() - last < 250) return;
    [last, lastStage] = [performance.now(), stage];
    report(event);
  };
}

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('SIGINT', () => stop.abort());
try {
  process.exitCode = await main(stop.signal);
} catch (error) {
  const { name, message, code } = error as Error & { code?: string };
  process.stderr.write(`${name}: ${message}\n`);
  process.exitCode = stop.signal.aborted
    ? TASK_EXIT.stopped
    : (FAULT_EXITS[code ?? name] ?? FAULT_EXITS[name] ?? TASK_EXIT.unexpected);
}
