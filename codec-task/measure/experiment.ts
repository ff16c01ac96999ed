import { cpus } from 'node:os';
import { ALL_CHECKS } from '../../lambdas/shared/checks.ts';
import { clipsOf } from '../../lambdas/shared/conclusions/clip-sets.ts';
import { conclusions, noConclusions } from '../../lambdas/shared/conclusions/conclusions.ts';
import { withDrift } from '../../lambdas/shared/conclusions/with-drift.ts';
import { encoderName } from '../../lambdas/shared/encoder-name.ts';
import { SCHEMAS } from '../../lambdas/shared/names.ts';
import type { ExperimentResult } from '../../lambdas/shared/result.ts';
import { isScreenedOut } from '../../lambdas/shared/screening.ts';
import { specHash } from '../../lambdas/shared/spec.ts';
import { InvalidSpecError } from '../codecs/checked-space.ts';
import { encoderVersion } from '../codecs/encoder-version.ts';
import { withFixedDecoder } from '../codecs/fixed-decoder.ts';
import { requireEncoder } from '../codecs/resolve.ts';
import { StoppedError } from '../media/tool-errors.ts';
import { ANCHOR } from './anchor.ts';
import { cpuSeconds, cpuTime } from './cpu-time.ts';
import type { ExperimentRequest } from './experiment-request.ts';
import { experimentFailure } from './failure.ts';
import { isAnchor } from './is-anchor.ts';
import { type MeasuredClips, measureClips } from './measure-clips.ts';

export type { ExperimentRequest } from './experiment-request.ts';

const NOTHING: MeasuredClips = {
  outcomes: [],
  controls: undefined,
  screening: undefined,
  error: undefined,
};

/**
 * Runs one experiment to its result. A failed or stopped experiment is a result too, with what had been measured until
 * then; only faults of the machinery are thrown.
 */
export async function runExperiment(request: ExperimentRequest): Promise<ExperimentResult> {
  const { spec, isolation, checks = ALL_CHECKS } = request;
  const { result, measured } = await carryThrough(request);
  if (result.failure !== null) return result;
  const circumstances = { spec, isAnchor: isAnchor(spec), checks, isolation: isolation.mode };
  const concluded = conclusions({ ...circumstances, screening: measured.screening }, result.clips);
  // In the order of a result's fields.
  const { controls, screening, ...before } = result;
  return { ...before, ...concluded, controls, screening };
}

/** A result without conclusions, and what it was made of. */
export async function carryThrough(
  request: ExperimentRequest,
): Promise<{ result: ExperimentResult; measured: MeasuredClips }> {
  const { spec } = request;
  const startedAt = request.now();
  const cpuBefore = await cpuTime();
  request.report({
    event: 'experiment-started',
    experiment_id: request.experimentId,
    encoder: encoderName(spec),
    clips: (request.part ?? spec.clips).length,
  });
  const measured = await measure(request);
  const failure = failureOf(measured, request.signal);
  const status = failure === null ? 'succeeded' : failure.class === 'stopped' ? 'partial' : 'failed';
  request.report({
    event: 'experiment-finished',
    experiment_id: request.experimentId,
    status,
    message: failure?.message ?? (isScreenedOut(measured) ? 'screened out' : ''),
  });
  const result: ExperimentResult = {
    schema: SCHEMAS.result,
    campaign: request.campaign,
    experiment_id: request.experimentId,
    spec,
    spec_hash: specHash(spec),
    status,
    failure,
    started_at: startedAt.toISOString(),
    wall_seconds: (request.now().getTime() - startedAt.getTime()) / 1000,
    cpu_seconds: cpuSeconds(measured.outcomes, measured.controls?.encoded ?? [], cpuBefore, await cpuTime()),
    environment: environmentOf(request),
    clips: measured.outcomes.flatMap((outcome) => outcome.result ?? []),
    ...noConclusions(),
    controls: controlsOf(measured),
    screening: measured.screening ?? null,
  };
  return { result, measured };
}

async function measure(request: ExperimentRequest): Promise<MeasuredClips> {
  try {
    requireEncoder(ANCHOR.encoder, request.capabilities);
    if (clipsOf(request.spec.clips, 'tune').length === 0)
      throw new InvalidSpecError(['no clip is for tuning: a result speaks of those, so give at least one']);
    const { codec, control } = request.resolve(request.spec, request.capabilities);
    return await measureClips(request, { codec: withFixedDecoder(codec), control });
  } catch (error) {
    return { ...NOTHING, error };
  }
}

/** @throws what is no failure of the experiment but a fault of the machinery */
function failureOf({ error }: MeasuredClips, signal: AbortSignal): ExperimentResult['failure'] {
  if (error === undefined) return null;
  // Whatever else broke while everything was being stopped, broke because of that.
  const failure = experimentFailure(signal.aborted ? new StoppedError() : error);
  if (failure === undefined) throw error;
  return failure;
}

/** A replicate that did not give the bits that are kept of the same configuration says that of the instrument. */
function controlsOf({ outcomes, controls }: MeasuredClips): ExperimentResult['controls'] {
  if (controls === undefined) return null;
  return withDrift(controls.controls, driftTold(outcomes));
}

/** The first bits that a fresh measurement gave otherwise than they are kept, in a sentence; null where none. */
export function driftTold(outcomes: MeasuredClips['outcomes']): string | null {
  const [drift] = outcomes.flatMap((outcome) => outcome.drift);
  return drift === undefined
    ? null
    : `measured again, ${drift.encoder} at crf ${drift.quality_control} gives other bits than are kept of it`;
}

function environmentOf({ capabilities, spec, cores, isolation, codeSha256 }: ExperimentRequest) {
  return {
    ffmpeg_version: capabilities.ffmpeg_version,
    ffmpeg_sha256: capabilities.ffmpeg_sha256,
    encoder_version: encoderVersion(spec, capabilities),
    anchor_version: encoderVersion(ANCHOR, capabilities),
    node: process.versions.node,
    architecture: process.arch,
    cpu_model: cpus()[0]?.model ?? 'unknown',
    cores,
    isolation,
    code_sha256: codeSha256,
  };
}
