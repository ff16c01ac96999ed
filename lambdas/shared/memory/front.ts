import type { ExperimentRecord } from '../record.ts';
import { isScreenedOut } from '../screening.ts';
import type { FrontPoint } from '../summary/standing.ts';
import { isRepetition, soundMeasurement } from './attempt.ts';
import { storedConfiguration, withNewest } from './configuration.ts';

/** Points that a summary keeps. */
const KEPT = 24;

/** A front with one more iteration's measurements, lowest bitrate first. @param records on the same clips */
export function withFrontPoints(
  front: readonly FrontPoint[],
  records: readonly ExperimentRecord[],
): FrontPoint[] {
  const points = records.flatMap(pointOf).reduce(withNewest, [...front]);
  const best = points
    .filter((point) => !points.some((other) => beats(other, point)))
    .sort((a, b) => a.bitrate_mbps - b.bitrate_mbps || (a.experiment_id < b.experiment_id ? -1 : 1));
  return thinned(best);
}

function pointOf(record: ExperimentRecord): FrontPoint[] {
  const measurement = soundMeasurement(record);
  if (measurement === undefined || isScreenedOut(measurement) || isRepetition(record)) return [];
  const { bitrate_mbps, bd_rate_ssim_percent, bd_rate_percent } = measurement;
  if (bitrate_mbps === null || bd_rate_ssim_percent === null) return [];
  return [
    {
      experiment_id: record.experiment_id,
      ...storedConfiguration(record.spec),
      ...{ bitrate_mbps, bd_rate_ssim_percent, bd_rate_percent },
      tune_cpu_seconds: measurement.tune_cpu_seconds ?? measurement.cpu_seconds,
    },
  ];
}

const FIGURES = ['bitrate_mbps', 'bd_rate_ssim_percent', 'tune_cpu_seconds'] as const;

/** Whether a point is at least as good in all three and better in one (Pareto dominance). */
function beats(a: FrontPoint, b: FrontPoint): boolean {
  return FIGURES.every((name) => a[name] <= b[name]) && FIGURES.some((name) => a[name] < b[name]);
}

/** Without the points that have the nearest neighbours, by crowding distance (Deb et al. 2002), until few enough are left. */
function thinned(front: readonly FrontPoint[]): FrontPoint[] {
  const left = [...front];
  while (left.length > KEPT) {
    const crowding = left.map((point) => crowdingDistance(point, left));
    left.splice(crowding.indexOf(Math.min(...crowding)), 1);
  }
  return left;
}

/** Sum over the figures of the gap between a point's two neighbours, as a share of the range; infinite at an end. */
function crowdingDistance(point: FrontPoint, front: readonly FrontPoint[]): number {
  return FIGURES.reduce((sum, name) => {
    const values = front.map((each) => each[name]).sort((a, b) => a - b);
    const [low = 0, high = 0] = [values[0], values.at(-1)];
    const place = values.indexOf(point[name]);
    const [before, after] = [values[place - 1], values[place + 1]];
    if (before === undefined || after === undefined) return Number.POSITIVE_INFINITY;
    return sum + (high > low ? (after - before) / (high - low) : 0);
  }, 0);
}
