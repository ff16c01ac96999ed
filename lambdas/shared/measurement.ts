import type { ClipMeasurement, Measurement } from './record.ts';
import type { ClipResult, ExperimentResult, OperatingPoint, RatePoint } from './result.ts';
import { tierOf } from './tier.ts';

/**
 * The part of a result that its record keeps. Of an experiment that did not succeed it keeps the clips that were
 * measured, but no mean over them: a mean over the clips that happened to be done is not comparable with anything.
 * Clips without a rate point of their own or of the anchor are left out.
 */
export function measurementOf(result: ExperimentResult): Measurement {
  const complete = result.status === 'succeeded';
  const bdRate = complete ? rounded(result.bd_rate.psnr_yuv.percent) : null;
  const clips = result.clips.filter(({ points, anchor }) => points.length > 0 && anchor.points.length > 0);
  return {
    bd_rate_percent: bdRate,
    bd_rate_ssim_percent: complete ? rounded(result.bd_rate.ssim_db.percent) : null,
    bd_rate_reason: complete
      ? shortened(result.bd_rate.psnr_yuv.reason)
      : 'the experiment did not run to its end',
    floor_reached: complete && result.operating_point.reached,
    bitrate_mbps: complete ? floorBitrate(result.operating_point) : null,
    anchor_bitrate_mbps: complete ? floorBitrate(result.anchor_operating_point) : null,
    tier: tierOf(bdRate),
    clips: clips.map(clipMeasurement),
    fingerprint: result.fingerprint,
    wall_seconds: rounded(result.wall_seconds),
    cpu_seconds: rounded(result.cpu_seconds.encode + result.cpu_seconds.decode),
    encode_cpu_seconds: rounded(result.cpu_seconds.encode),
    ffmpeg_version: result.environment.ffmpeg_version.slice(0, 80),
  };
}

/** Smallest and largest figure a record may hold; beyond it DynamoDB's numbers and all sense end. */
const LARGEST_FIGURE = 1e12;

/** Names of the figures that are too large to have been measured; empty for a sound measurement. */
export function impossibleFigures(measurement: Measurement): string[] {
  const figures = [measurement, ...measurement.clips].flatMap((part) => Object.entries(part));
  return figures.flatMap(([name, value]) =>
    [value].flat().some((figure) => typeof figure === 'number' && Math.abs(figure) > LARGEST_FIGURE)
      ? [name]
      : [],
  );
}

function clipMeasurement(clip: ClipResult): ClipMeasurement {
  return {
    name: clip.source.name.slice(0, 80),
    kind: clip.source.kind,
    bd_rate_percent: rounded(clip.bd_rate.psnr_yuv.percent),
    bd_rate_ssim_percent: rounded(clip.bd_rate.ssim_db.percent),
    bd_rate_reason: shortened(clip.bd_rate.psnr_yuv.reason),
    floor_bitrate_mbps: floorBitrate(clip.operating_point),
    anchor_floor_bitrate_mbps: floorBitrate(clip.anchor.operating_point),
    psnr_yuv_range: qualityRange(clip.points),
    anchor_psnr_yuv_range: qualityRange(clip.anchor.points),
  };
}

function qualityRange(points: readonly RatePoint[]): [number, number] {
  const qualities = points.map((point) => point.psnr_yuv);
  return [rounded(Math.min(...qualities)), rounded(Math.max(...qualities))];
}

function floorBitrate(point: OperatingPoint): number | null {
  return point.reached ? rounded(point.bitrate_mbps) : null;
}

function shortened(reason: string | null): string | null {
  return reason === null ? null : reason.slice(0, 200);
}

/** Six decimals: finer than any of these figures means something, and it bounds the row's size. */
function rounded(value: number): number;
function rounded(value: number | null): number | null;
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}
