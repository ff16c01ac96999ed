import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { encoderName } from '../../lambdas/shared/encoder-name.ts';
import { SCHEMAS } from '../../lambdas/shared/names.ts';
import type { ReportProgress } from '../../lambdas/shared/progress.ts';
import type { ClipResult, ExperimentResult, Isolation } from '../../lambdas/shared/result.ts';
import { isScreenedOut } from '../../lambdas/shared/screening.ts';
import type { ClipReference } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import type { Verification } from '../../lambdas/shared/verification.ts';
import { InvalidSpecError } from '../codecs/checked-space.ts';
import { allEnded } from '../measure/clip-ladder.ts';
import { readFurtherClips } from '../measure/further-clips.ts';
import { ProgressMeter } from '../measure/progress-meter.ts';
import { openSchedule } from '../measure/schedule.ts';
import type { Tools } from '../media/tools.ts';
import { clipAgain } from './clip-again.ts';
import { compareValues, mergeFindings, NOTHING_FOUND } from './compare-values.ts';
import { controlsAgain } from './controls-again.ts';
import { resultAgain } from './result-again.ts';
import { isRecorded, rowFindings } from './row.ts';
import { surroundingsOf } from './surroundings.ts';

export interface VerificationRequest {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly capabilities: Capabilities;
  readonly isolation: Isolation;
  readonly codeSha256: string;
  /** Of the result in the store. */
  readonly key: string;
  readonly result: ExperimentResult;
  /** The experiment's row as it is stored; null when there is none. */
  readonly row: unknown;
  /** For everything in between. */
  readonly folder: string;
  /** Jobs that run side by side. */
  readonly cores: number;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  readonly now: () => Date;
}

/**
 * Decodes every stored bitstream of a result again, computes all figures from that, and tells which of the stored ones
 * differ. What cannot be fetched or decoded is a difference; only faults of the machinery are thrown.
 */
export async function verifyResult(request: VerificationRequest): Promise<Verification> {
  const { result, row, key, isolation, now } = request;
  const started = now().getTime();
  const clips = await allClips(request);
  const faults = clips.flatMap((clip) => clip.faults);
  const again = resultAgain(
    result,
    key,
    clips.map(({ clip }) => clip),
    clips.map((clip) => clip.again),
    await controlsAgain(request),
  );
  const { checked, unchecked, differences } = mergeFindings([
    { ...NOTHING_FOUND, differences: faults },
    compareValues(result, again, ''),
    rowFindings(row, result),
  ]);
  return {
    schema: SCHEMAS.verification,
    result_key: key,
    experiment_id: result.experiment_id,
    bitstreams: clips.reduce((count, { decoded }) => count + decoded, 0),
    ...{ checked, unchecked, row: isRecorded(row), differences: [...differences] },
    surroundings: surroundingsOf(result, request),
    isolation,
    wall_seconds: (now().getTime() - started) / 1000,
  };
}

/** All clips side by side, as many jobs at once as there are cores. */
async function allClips(request: VerificationRequest) {
  const { result, cores, signal, report } = request;
  const id = result.experiment_id;
  const encoder = encoderName(result.spec);
  report({ event: 'experiment-started', experiment_id: id, encoder, clips: result.clips.length });
  const further = await furtherClips(request);
  const schedule = openSchedule(cores, signal);
  const meter = new ProgressMeter(id, pointsOf(result) + result.clips.length, report);
  const clips = await allEnded(
    result.clips.map((stored, index) =>
      clipAgain({
        ...request,
        filters: request.capabilities.filters,
        ...{
          spec: result.spec,
          further,
          stored,
          path: `clips[${index}]`,
          endedEarly: endedEarly(result, stored),
        },
        schedule: (job) =>
          schedule(async () => {
            const answer = await job();
            meter.finishJob();
            return answer;
          }),
        step: (label) => meter.step(stored.source.name, label === 'source' ? 'source' : 'decode', label, 0),
      }),
    ),
  );
  report({ event: 'experiment-finished', experiment_id: id, status: 'succeeded', message: '' });
  return clips;
}

/** None where the list is gone or another: each clip of it is then one that cannot be read. */
async function furtherClips({ store, result }: VerificationRequest): Promise<ClipReference[]> {
  try {
    return await readFurtherClips(store, result.spec);
  } catch (error) {
    if (error instanceof InvalidSpecError) return [];
    throw error;
  }
}

/** Whether a clip's quality floor was not searched for: after a screening, or before what ended the experiment. */
function endedEarly(result: ExperimentResult, { operating_point, anchor }: ClipResult): boolean {
  const hasFloor = operating_point.reached || anchor.operating_point.reached;
  return isScreenedOut(result) || (result.failure !== null && !hasFloor);
}

/** Rate points of all curves. */
function pointsOf({ clips }: ExperimentResult): number {
  return clips.reduce(
    (count, { points, anchor, strong_anchor }) =>
      count + points.length + anchor.points.length + (strong_anchor?.points.length ?? 0),
    0,
  );
}
