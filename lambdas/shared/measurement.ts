import type { ClipMeasurement, Measurement } from './record.ts';
import type { ClipResult, ExperimentResult, OperatingPoint, RatePoint, SetResult } from './result.ts';
import { rounded } from './rounded.ts';
import { shortScene } from './scene-features.ts';
import type { ScreenedMeasure, ScreeningScore } from './screening.ts';
import { geometricMeanPercent } from './statistics/averages.ts';
import { tierOf } from './tier.ts';
import { validationOf } from './validation.ts';

/**
 * The part of a result that its record keeps. Of an experiment that did not succeed it keeps the clips that were
 * measured, but no mean over them: a mean over the clips that happened to be done is not comparable with anything.
 * Clips without a rate point of their own or of the anchor are left out, and so are sealed clips: a record is read by the
 * planner, and those are for people alone.
 */
export function measurementOf(result: ExperimentResult): Measurement {
  const complete = result.status === 'succeeded';
  const percent = (measure: keyof ExperimentResult['bd_rate']) =>
    complete ? rounded(result.bd_rate[measure]?.percent ?? null) : null;
  const tune = result.clips.filter(({ source }) => (source.set ?? 'tune') === 'tune');
  const clips = tune.filter(({ points, anchor }) => points.length > 0 && anchor.points.length > 0);
  const set = complete ? result.sets?.tune : undefined;
  return {
    bd_rate_percent: percent('psnr_yuv'),
    bd_rate_ssim_percent: percent('ssim_db'),
    bd_rate_ms_ssim_percent: percent('ms_ssim_db'),
    bd_rate_xpsnr_percent: percent('xpsnr'),
    bd_rate_vmaf_neg_percent: percent('vmaf_neg'),
    bd_rate_strong_percent: rounded(set?.bd_rate_strong?.psnr_yuv.percent ?? null),
    bd_rate_reason: complete
      ? shortened(result.bd_rate.psnr_yuv.reason, 200)
      : 'the experiment did not run to its end',
    floor_reached: complete && result.operating_point.reached,
    bitrate_mbps: complete ? floorBitrate(result.operating_point) : null,
    anchor_bitrate_mbps: complete ? floorBitrate(result.anchor_operating_point) : null,
    tier: tierOf(percent('psnr_yuv')),
    agreement: agreementOf(result),
    worst_clip: worstClip(set),
    interval: set?.interval ? { low: rounded(set.interval.low), high: rounded(set.interval.high) } : null,
    clips: clips.map(clipMeasurement),
    validation: complete ? validationOf(result) : null,
    fingerprint: result.fingerprint,
    scores_fingerprint: result.scores_fingerprint ?? null,
    flags: [...new Set((result.flags ?? []).map(({ check }) => check))],
    screening: screeningOf(result),
    controls: controlsOf(result),
    isolation: result.environment.isolation?.mode ?? null,
    wall_seconds: rounded(result.wall_seconds),
    cpu_seconds: rounded(result.cpu_seconds.encode + result.cpu_seconds.decode),
    tune_cpu_seconds: rounded(tune.reduce((sum, { points }) => sum + pointSeconds(points), 0)),
    encode_cpu_seconds: rounded(result.cpu_seconds.encode),
    ffmpeg_version: result.environment.ffmpeg_version.slice(0, 80),
  };
}

/** Smallest and largest figure a record may hold; beyond it DynamoDB's numbers and all sense end. */
const LARGEST_FIGURE = 1e12;

/** Names of the figures that are too large to have been measured; empty for a sound measurement. */
export function impossibleFigures(measurement: Measurement): string[] {
  return tooLarge(measurement, '');
}

function tooLarge(value: unknown, name: string): string[] {
  if (typeof value === 'number') return Math.abs(value) > LARGEST_FIGURE ? [name] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => tooLarge(inner, Array.isArray(value) ? name : key));
}

function clipMeasurement(clip: ClipResult): ClipMeasurement {
  return {
    name: clip.source.name.slice(0, 80),
    kind: clip.source.kind,
    bd_rate_percent: rounded(clip.bd_rate.psnr_yuv.percent),
    bd_rate_ssim_percent: rounded(clip.bd_rate.ssim_db.percent),
    bd_rate_ms_ssim_percent: rounded(clip.bd_rate.ms_ssim_db?.percent ?? null),
    bd_rate_reason: shortened(clip.bd_rate.psnr_yuv.reason, 200),
    floor_bitrate_mbps: floorBitrate(clip.operating_point),
    anchor_floor_bitrate_mbps: floorBitrate(clip.anchor.operating_point),
    psnr_yuv_range: qualityRange(clip.points),
    anchor_psnr_yuv_range: qualityRange(clip.anchor.points),
    ...(clip.source.scene && { scene: shortScene(clip.source.scene) }),
  };
}

function agreementOf({ status, agreement }: ExperimentResult): Measurement['agreement'] {
  if (status !== 'succeeded' || agreement === undefined) return null;
  return { verdict: agreement.verdict, sentence: agreement.sentence.slice(0, 300) };
}

function worstClip(set: SetResult | undefined): Measurement['worst_clip'] {
  if (!set?.worst_clip) return null;
  return { name: set.worst_clip.name.slice(0, 80), percent: rounded(set.worst_clip.percent) };
}

function controlsOf({ controls }: ExperimentResult): Measurement['controls'] {
  if (!controls) return null;
  const drifts = controls.controls.map(({ drift_percent }) => Math.abs(drift_percent ?? 0));
  return {
    sound: controls.sound,
    reason: controls.reason.slice(0, 300),
    noise_percent: rounded(Math.max(0, ...drifts)),
  };
}

function screeningOf({ screening }: ExperimentResult): Measurement['screening'] {
  if (!screening) return null;
  const { decision, reason, rival, beyond_hope, clips, saved_cpu_seconds } = screening;
  const mean = (measure: ScreenedMeasure, figure: keyof ScreeningScore) => {
    const percents = clips.flatMap((clip) => clip[measure]?.[figure] ?? []);
    return percents.length < clips.length ? null : rounded(geometricMeanPercent(percents));
  };
  return {
    ...{ decision, reason: reason.slice(0, 400), rival },
    score_percent: mean('psnr_yuv', 'percent'),
    rival_percent: mean('psnr_yuv', 'rival_percent'),
    score_ssim_percent: mean('ssim_db', 'percent'),
    rival_ssim_percent: mean('ssim_db', 'rival_percent'),
    beyond_hope,
    clips: clips.map(
      ({ psnr_yuv: score }) =>
        score && { percent: rounded(score.percent), rival_percent: rounded(score.rival_percent) },
    ),
    saved_cpu_seconds: rounded(saved_cpu_seconds),
  };
}

/** Of kept points too: what they cost when they were measured. */
function pointSeconds(points: readonly RatePoint[]): number {
  return points.reduce((sum, { encode, decode }) => sum + encode.cpu_seconds + decode.cpu_seconds, 0);
}

function qualityRange(points: readonly RatePoint[]): [number, number] {
  const qualities = points.map((point) => point.psnr_yuv);
  return [rounded(Math.min(...qualities)), rounded(Math.max(...qualities))];
}

function floorBitrate(point: OperatingPoint): number | null {
  return point.reached ? rounded(point.bitrate_mbps) : null;
}

function shortened(reason: string | null, length: number): string | null {
  return reason === null ? null : reason.slice(0, length);
}
