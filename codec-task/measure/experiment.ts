import { cpus } from 'node:os';
import pLimit from 'p-limit';
import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { ALL_CHECKS, type CheckName } from '../../lambdas/shared/checks.ts';
import { SCHEMAS } from '../../lambdas/shared/names.ts';
import type { ReportProgress } from '../../lambdas/shared/progress.ts';
import { meanBdRates } from '../../lambdas/shared/rate-distortion/bd-rates.ts';
import type { ClipResult, ExperimentResult, Isolation, RatePoint } from '../../lambdas/shared/result.ts';
import { type ExperimentSpec, sha256, specHash } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import { type ResolveCodec, type ResolvedCodec, requireEncoder } from '../codecs/resolve.ts';
import type { DecodeLimits } from '../isolation/limits.ts';
import { StoppedError } from '../media/tool-errors.ts';
import type { Tools } from '../media/tools.ts';
import { ANCHOR } from './anchor.ts';
import { ANCHOR_JOBS, ladderJobs, measureClip } from './clip.ts';
import { experimentFailure } from './failure.ts';
import { meanOperatingPoint } from './operating-point.ts';
import { ProgressMeter } from './progress-meter.ts';

export interface ExperimentRequest {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly capabilities: Capabilities;
  readonly campaign: string;
  readonly experimentId: string;
  readonly spec: ExperimentSpec;
  readonly resolve: ResolveCodec;
  readonly isolation: Isolation;
  /** Absent: all. */
  readonly checks?: ReadonlySet<CheckName>;
  /** What a decode may use at most, where it is not the usual. */
  readonly limits?: Partial<DecodeLimits>;
  /** SHA-256 of the program that measures. */
  readonly codeSha256: string;
  /** Whether controls are measured beside; absent: they are. */
  readonly controls?: boolean;
  /** Folder for everything in between. */
  readonly folder: string;
  /** Jobs that run side by side. */
  readonly cores: number;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  readonly now: () => Date;
}

/**
 * Runs one experiment to its result. A failed or stopped experiment is a result too, with what had been measured until
 * then; only faults of the machinery are thrown.
 */
export async function runExperiment(request: ExperimentRequest): Promise<ExperimentResult> {
  const { spec, capabilities } = request;
  const startedAt = request.now();
  const harnessBefore = process.cpuUsage();
  const clips: ClipResult[] = [];
  let failure: ExperimentResult['failure'] = null;
  request.report({
    event: 'experiment-started',
    experiment_id: request.experimentId,
    encoder: spec.encoder,
    clips: spec.clips.length,
  });
  try {
    requireEncoder(ANCHOR.encoder, capabilities);
    await measureClips(request, request.resolve(spec, capabilities), clips);
  } catch (error) {
    // Whatever else broke while everything was being stopped, broke because of that.
    const known = experimentFailure(request.signal.aborted ? new StoppedError() : error);
    if (known === undefined) throw error;
    failure = known;
  }
  const status = failure === null ? 'succeeded' : failure.class === 'stopped' ? 'partial' : 'failed';
  request.report({
    event: 'experiment-finished',
    experiment_id: request.experimentId,
    status,
    message: failure?.message ?? '',
  });
  return {
    schema: SCHEMAS.result,
    campaign: request.campaign,
    experiment_id: request.experimentId,
    spec,
    spec_hash: specHash(spec),
    status,
    failure,
    started_at: startedAt.toISOString(),
    wall_seconds: (request.now().getTime() - startedAt.getTime()) / 1000,
    cpu_seconds: cpuSeconds(clips, process.cpuUsage(harnessBefore)),
    environment: {
      ffmpeg_version: capabilities.ffmpeg_version,
      ffmpeg_sha256: capabilities.ffmpeg_sha256,
      encoder_version: capabilities.encoder_versions[spec.encoder] ?? 'unknown',
      anchor_version: capabilities.encoder_versions[ANCHOR.encoder] ?? 'unknown',
      node: process.versions.node,
      architecture: process.arch,
      cpu_model: cpus()[0]?.model ?? 'unknown',
      cores: request.cores,
      isolation: request.isolation,
      code_sha256: request.codeSha256,
    },
    clips,
    ...(failure === null ? conclusions(clips) : noConclusions()),
  };
}

/**
 * All clips side by side, as many jobs at once as there are cores. The first failure stops the others and is thrown.
 * @param done receives what was measured, failure or not, in the order of the spec's clips.
 */
async function measureClips(
  request: ExperimentRequest,
  resolved: ResolvedCodec,
  done: ClipResult[],
): Promise<void> {
  const { spec } = request;
  const limit = pLimit(request.cores);
  const abort = new AbortController();
  const signal = AbortSignal.any([request.signal, abort.signal]);
  let firstError: unknown;
  const failed = (error: unknown): never => {
    firstError ??= error;
    abort.abort();
    throw error;
  };
  const meter = new ProgressMeter(
    request.experimentId,
    spec.clips.length * (ANCHOR_JOBS + ladderJobs(spec.rate_points)),
    request.report,
  );
  const bench = {
    ...request,
    ...resolved,
    checks: request.checks ?? ALL_CHECKS,
    fresh: spec.replicate_of !== undefined,
    meter,
    signal,
    schedule: <T>(job: () => Promise<T>) =>
      limit(async () => {
        if (signal.aborted) throw new StoppedError();
        return job();
      }).catch(failed),
  };
  const outcomes = await Promise.all(
    spec.clips.map((clip) => measureClip(bench, clip, { strong: spec.confirm === true })),
  );
  done.push(...outcomes.flatMap(({ result }) => result ?? []));
  const later = outcomes.find((outcome) => outcome.error !== undefined)?.error;
  if (firstError !== undefined || later !== undefined) throw firstError ?? later;
}

function conclusions(
  clips: readonly ClipResult[],
): Pick<ExperimentResult, 'bd_rate' | 'operating_point' | 'anchor_operating_point' | 'fingerprint'> {
  const hashes = clips.flatMap((clip) => clip.points.map((point) => point.bitstream_sha256));
  return {
    bd_rate: meanBdRates(clips.map((clip) => ({ name: clip.source.name, bdRates: clip.bd_rate }))),
    operating_point: meanOperatingPoint(clips.map((clip) => clip.operating_point)),
    anchor_operating_point: meanOperatingPoint(clips.map((clip) => clip.anchor.operating_point)),
    fingerprint: sha256(hashes.join('\n')),
  };
}

function noConclusions(): ReturnType<typeof conclusions> {
  return {
    bd_rate: meanBdRates([]),
    operating_point: meanOperatingPoint([]),
    anchor_operating_point: meanOperatingPoint([]),
    fingerprint: null,
  };
}

function cpuSeconds(clips: readonly ClipResult[], harness: NodeJS.CpuUsage): ExperimentResult['cpu_seconds'] {
  const sum = (points: readonly RatePoint[], pick: (point: RatePoint) => number) =>
    points.reduce((total, point) => total + pick(point), 0);
  const points = clips.flatMap((clip) => clip.points);
  // An anchor that was kept cost this experiment nothing.
  const anchors = clips.filter((clip) => !clip.anchor.kept).flatMap((clip) => clip.anchor.points);
  return {
    encode: sum(points, (point) => point.encode.cpu_seconds),
    decode: sum(points, (point) => point.decode.cpu_seconds),
    anchor: sum(anchors, (point) => point.encode.cpu_seconds + point.decode.cpu_seconds),
    harness: (harness.user + harness.system) / 1e6,
  };
}
