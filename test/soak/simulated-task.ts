import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { CONTAINER_NAME, ENCODERS, ENVIRONMENT, SCHEMAS } from '../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../lambdas/shared/record.ts';
import type { ExperimentResult } from '../../lambdas/shared/result.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import type { Tables } from '../../lambdas/shared/stores/document-client.ts';
import { getExperiment, markRunning, readHistory } from '../../lambdas/shared/stores/experiment-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { type TaskHandler, taskError } from '../../lib/local/handler.ts';
import type { TaskFault } from './faults.ts';
import { simulatedResult } from './simulated-result.ts';

/** Where the task works, and what becomes of it. */
export interface TaskGround {
  readonly tables: Tables;
  readonly store: ArtifactStore;
  readonly faultOf: (experimentId: string) => TaskFault;
}

interface RunTask {
  readonly Overrides: {
    readonly ContainerOverrides: readonly {
      readonly Environment: readonly { readonly Name: string; readonly Value: string }[];
    }[];
  };
}

/**
 * Stands in for the codec task: reads the planned row as that does, and leaves a result from the simulated world, or what a
 * fault leaves of it.
 */
export function simulatedTask({ tables, store, faultOf }: TaskGround): TaskHandler {
  const refused = new Set<string>();
  return async (input) => {
    const { campaign, id } = identity(input as RunTask);
    const planned = await plannedRow(tables, campaign, id);
    const fault = faultOf(id);
    if (fault === 'not started at first' && !refused.has(id)) {
      refused.add(id);
      throw taskError('ECS.ServerException', { errorMessage: 'no capacity' });
    }
    if (fault === 'no capacity at all')
      throw taskError('ECS.ServerException', { errorMessage: 'no capacity' });
    if (fault === 'never started') throw taskError('States.TaskFailed', NEVER_STARTED);
    if (!(await markRunning(tables, campaign, id))) return ended(TASK_EXIT.experimentDone);
    await store.put(artifactKeys.capabilities, JSON.stringify(CAPABILITIES));
    const text = textLeft(fault, planned);
    if (text !== undefined) await store.put(artifactKeys.result(campaign, id), text);
    if (fault === 'timed out') throw taskError('States.Timeout', {});
    const code = EXIT_CODES[fault] ?? TASK_EXIT.experimentDone;
    if (fault === 'reclaimed by Spot')
      throw taskError('States.TaskFailed', { ...ended(code), StopCode: 'SpotInterruption' });
    if (code !== TASK_EXIT.experimentDone) throw taskError('States.TaskFailed', ended(code));
    return ended(code);
  };
}

const EXIT_CODES: Readonly<Partial<Record<TaskFault, number>>> = {
  'measured and then failed': TASK_EXIT.unexpected,
  crashed: TASK_EXIT.unexpected,
  'out of memory': TASK_EXIT.killed,
  'reclaimed by Spot': TASK_EXIT.killed,
  'disk full': TASK_EXIT.diskFull,
  'store answers 5xx': TASK_EXIT.storeUnavailable,
  'stopped half-way': TASK_EXIT.stopped,
};

/** What ECS tells of a task whose container was never begun. */
const NEVER_STARTED = {
  StopCode: 'TaskFailedToStart',
  StoppedReason: 'CannotPullContainerError: the image is not there',
  Containers: [{ Name: CONTAINER_NAME }],
};

const CAPABILITIES = {
  schema: SCHEMAS.capabilities,
  ...{ ffmpeg_version: '5.1.9', ffmpeg_sha256: 'f'.repeat(64), encoder_versions: {}, architecture: 'arm64' },
  encoders: ENCODERS,
  filters: ['hqdn3d'],
};

/** The text where a result should be; undefined for none. */
function textLeft(fault: TaskFault, planned: ExperimentRecord): string | undefined {
  const result = (changes: Partial<ExperimentResult> = {}) =>
    JSON.stringify(simulatedResult(planned, changes));
  switch (fault) {
    case 'result lost':
    case 'crashed':
    case 'out of memory':
    case 'reclaimed by Spot':
    case 'disk full':
    case 'store answers 5xx':
    case 'timed out':
      return undefined;
    case 'encode failed':
      return result({ status: 'failed', failure: { class: 'encode-failed', message: 'the encoder broke' } });
    case 'stopped half-way':
      return result({ status: 'partial', failure: { class: 'stopped', message: 'stopped' }, clips: [] });
    case 'result is no JSON':
      return '{"schema":';
    case 'result of another spec':
      return result({ spec: { ...planned.spec, frames: planned.spec.frames + 1 } });
    case 'impossible figures':
      return result({ wall_seconds: 1e300 });
    case 'unsound controls':
      return result({ controls: UNSOUND });
    case 'bits of another':
      return result({ fingerprint: 'e'.repeat(64) });
    default:
      return result();
  }
}

const UNSOUND = {
  ...{ sound: false, reason: 'the anchor gives other bits than before', clip: 'control' },
  ...{ controls: [], wall_seconds: 1 },
};

function identity({ Overrides }: RunTask): { campaign: string; id: string } {
  const given = Overrides.ContainerOverrides.flatMap(({ Environment }) => Environment);
  const variable = (name: string) => given.find(({ Name }) => Name === name)?.Value ?? '';
  return { campaign: variable(ENVIRONMENT.campaign), id: variable(ENVIRONMENT.experimentId) };
}

async function plannedRow(tables: Tables, campaign: string, id: string): Promise<ExperimentRecord> {
  const row = await getExperiment(tables, campaign, id);
  const [record] = readHistory(row === undefined ? [] : [row]).records;
  if (record === undefined) throw taskError('States.TaskFailed', ended(TASK_EXIT.experimentNotFound));
  return record;
}

function ended(ExitCode: number) {
  const Containers = [{ Name: CONTAINER_NAME, ExitCode }];
  return { StopCode: 'EssentialContainerExited', StoppedReason: 'it ended', Containers };
}
