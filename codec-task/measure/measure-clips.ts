import { ALL_CHECKS } from '../../lambdas/shared/checks.ts';
import {
  type ClipOrder,
  clipOrder,
  clipsOf,
  isPromising,
  meanPercent,
} from '../../lambdas/shared/conclusions/clip-sets.ts';
import type { Screening } from '../../lambdas/shared/screening.ts';
import type { ClipReference } from '../../lambdas/shared/spec.ts';
import type { ResolvedCodec } from '../codecs/resolve.ts';
import { STRONG_ANCHOR } from './anchor.ts';
import { ANCHOR_JOBS, type ClipOutcome, ladderJobs, measureClip } from './clip.ts';
import { allEnded } from './clip-ladder.ts';
import { controlConfigurations } from './controls/configurations.ts';
import { type ControlsOutcome, controlJobs, measureControls } from './controls/controls.ts';
import { checkDependence } from './dependence.ts';
import type { ExperimentRequest } from './experiment-request.ts';
import { ProgressMeter } from './progress-meter.ts';
import { openSchedule, type Schedule } from './schedule.ts';
import { openScreeningGate } from './screening/screening-gate.ts';

/** What was measured, in the order of the clips that were asked for, and what kept the rest from it. */
export interface MeasuredClips {
  readonly outcomes: readonly ClipOutcome[];
  /** Undefined where they were switched off or did not come to an end. */
  readonly controls: ControlsOutcome | undefined;
  /** Undefined where there was none or it did not come to an end. */
  readonly screening: Screening | undefined;
  readonly error: unknown;
}

/**
 * All clips and the controls side by side, as many jobs at once as there are cores. Conditional clips wait for the tune
 * clips, and so does the check that frames depend on bits. The first failure stops everything else. Where an experiment is
 * screened, all clips beyond the screened ones wait for what is decided, and are left out where that is the end.
 */
export async function measureClips(
  request: ExperimentRequest,
  resolved: ResolvedCodec,
): Promise<MeasuredClips> {
  const { spec } = request;
  const abort = new AbortController();
  const signal = AbortSignal.any([request.signal, abort.signal]);
  let firstError: unknown;
  const failed = (error: unknown): never => {
    firstError ??= error;
    abort.abort();
    throw error;
  };
  const schedule = openSchedule(request.cores, signal);
  const part = request.part ?? spec.clips;
  const order = request.part === undefined ? clipOrder(spec) : orderOfPart(request.part);
  const configurations = request.controls === false ? [] : controlConfigurations(spec, request.capabilities);
  const meter = new ProgressMeter(
    request.experimentId,
    part.length * clipJobs(request) + (configurations.length > 0 ? controlJobs(configurations) : 0),
    request.report,
  );
  const common = { ...request, checks: request.checks ?? ALL_CHECKS, meter, signal };
  const bench = {
    ...common,
    ...resolved,
    fresh: spec.replicate_of !== undefined,
    schedule: ((job, urgency) => schedule(job, urgency).catch(failed)) satisfies Schedule,
  };

  const gate = openScreeningGate(spec, part, signal);
  const outcomes = new Map<ClipReference, ClipOutcome>();
  const measureAll = (clips: readonly ClipReference[]) =>
    allEnded(
      clips.map(async (clip) => {
        const outcome = await measureClip(bench, clip, { strong: spec.confirm === true, gate });
        outcomes.set(clip, outcome);
        if (outcome.error !== undefined) failed(outcome.error);
        return outcome;
      }),
    );
  const controls =
    configurations.length === 0
      ? undefined
      : // The controls are the lab's own: what is left out is left out for the codec under test.
        measureControls(
          { ...common, checks: ALL_CHECKS, schedule: (job) => schedule(job, 'control') },
          spec,
          () => request.now().getTime(),
        ).catch(failed);
  const screening = gate?.decision.catch(() => undefined);
  /** Clips that nothing is known of yet when the screening ends. */
  const measureRest = async (clips: readonly ClipReference[]) => {
    if (gate === undefined || (await gate.decision).decision === 'measured in full') return measureAll(clips);
    meter.spare(clips.length * clipJobs(request));
    return [];
  };
  const screened = gate?.clips ?? [];
  const tune = allEnded([
    measureAll(screened),
    measureRest(order.tune.filter((clip) => !screened.includes(clip))),
  ]).then((measured) => measured.flat().flatMap(({ result }) => result ?? []));
  const dependence = tune.then((clips) =>
    checkDependence({ ...common, schedule: bench.schedule }, resolved, clips).catch(failed),
  );
  const conditional = tune.then((clips) => {
    if (isPromising(meanPercent(clips), spec.validate_below_percent)) return measureAll(order.conditional);
    meter.spare(order.conditional.length * clipJobs(request));
    return [];
  });
  const ended = allEnded([controls, tune, measureRest(order.certain), dependence, conditional]);
  const [measuredControls] = await ended.catch((error: unknown) => {
    firstError ??= error;
    return [undefined];
  });
  return {
    outcomes: part.flatMap((clip) => outcomes.get(clip) ?? []),
    controls: measuredControls,
    screening: await screening,
    error: firstError,
  };
}

/** Whoever asks for a part has seen that all of it is wanted. */
function orderOfPart(part: readonly ClipReference[]): ClipOrder {
  const tune = clipsOf(part, 'tune');
  return { tune, certain: part.filter((clip) => !tune.includes(clip)), conditional: [] };
}

/** Jobs of a clip, as the progress estimate expects them. */
function clipJobs({ spec }: ExperimentRequest): number {
  const strong = spec.confirm === true ? STRONG_ANCHOR.points + 2 : 0;
  return ANCHOR_JOBS + ladderJobs(spec.rate_points) + strong;
}
