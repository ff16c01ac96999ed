import type { ForecastErrors } from '../summary/calibration.ts';

/**
 * Bounds between which standard errors are counted; below the first and above the last are bins of their own. Finest in the
 * middle, where most fall.
 */
export const ERROR_BOUNDS: readonly number[] = [
  -8, -6, -4.5, -3.5, -2.75, -2.25, -1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.5, 4.5,
  6, 8,
];

/** Bands of equal width that stated probabilities are counted in. */
const BANDS = 10;

/** Errors counted in full; from here on older ones count half, so that a forecaster that changes is followed. */
const REMEMBERED = 160;

/** One forecast's outcome as recalibration counts it; errors are absent where there is nothing to be off from. */
export interface CountedForecast {
  /** Of the BD-rate and of the bitrate, in the deviations that the forecast states. */
  readonly bdRateError?: number | undefined;
  readonly bitrateError?: number | undefined;
  /** Stated probability of improvement, 0 to 1, and whether it came true. */
  readonly stated: number;
  readonly improved: boolean;
}

/** No forecast at all. */
export function noErrors(): ForecastErrors {
  return {
    bd_rate: zeros(ERROR_BOUNDS.length + 1),
    bitrate: zeros(ERROR_BOUNDS.length + 1),
    improvement: Array.from({ length: BANDS }, () => ({ count: 0, stated: 0, improved: 0 })),
  };
}

/** Counts with one more forecast. Counts of another number of bins, of another version, begin anew. */
export function withError(before: ForecastErrors, counted: CountedForecast): ForecastErrors {
  const errors = hasTheseBins(before) ? before : noErrors();
  const band = Math.min(BANDS - 1, Math.floor(counted.stated * BANDS));
  const improvement = errors.improvement.map((each, index) =>
    index === band
      ? {
          count: each.count + 1,
          stated: each.stated + counted.stated,
          improved: each.improved + Number(counted.improved),
        }
      : each,
  );
  const sum = improvement.reduce((total, { count }) => total + count, 0);
  return {
    bd_rate: withCount(errors.bd_rate, counted.bdRateError),
    bitrate: withCount(errors.bitrate, counted.bitrateError),
    improvement:
      sum > REMEMBERED
        ? improvement.map(({ count, stated, improved }) => ({
            count: half(count),
            stated: half(stated),
            improved: half(improved),
          }))
        : improvement.map((each) => ({ ...each, stated: thousandths(each.stated) })),
  };
}

/** Whether counts are of the present bins. */
export function hasTheseBins({ bd_rate, bitrate, improvement }: ForecastErrors): boolean {
  const bins = ERROR_BOUNDS.length + 1;
  return bd_rate.length === bins && bitrate.length === bins && improvement.length === BANDS;
}

function withCount(counts: readonly number[], error: number | undefined): number[] {
  if (error === undefined) return [...counts];
  const above = ERROR_BOUNDS.findIndex((bound) => error < bound);
  const bin = above === -1 ? ERROR_BOUNDS.length : above;
  const added = counts.map((count, index) => (index === bin ? count + 1 : count));
  return added.reduce((sum, count) => sum + count, 0) > REMEMBERED ? added.map(half) : added;
}

function half(count: number): number {
  return thousandths(count / 2);
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
