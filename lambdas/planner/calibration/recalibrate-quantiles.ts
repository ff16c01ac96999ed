import { ERROR_BOUNDS } from '../../shared/forecasting/error-counts.ts';
import { type StatedSpread, TENTH } from '../../shared/forecasting/standard-error.ts';
import { normalDistribution } from '../search/acquisition.ts';

/** Forecasts that the normal distribution of errors, which a forecast states, is worth against those of all sources. */
const STATED_WORTH = 40;
/** Forecasts that the errors of all sources are worth against a source's own. */
const POOLED_WORTH = 40;
/** How far the outermost bins are taken to reach, in deviations. */
const REACH = 12;

const LEVELS = [0.1, 0.5, 0.9] as const;
const STATED_QUANTILES = [-TENTH, 0, TENTH] as const;

/** Where errors of a source lie, in the deviations that its forecasts state: their p10, p50 and p90. */
export type ErrorQuantiles = readonly [number, number, number];

/**
 * Quantiles of the errors to expect: those of a normal distribution, shrunk toward the errors that were seen of all sources
 * and of this one, as counts with pseudo-counts (quantile recalibration after Kuleshov, Fenner and Ermon 2018, with a
 * Dirichlet prior, so that few forecasts change little).
 */
export function errorQuantiles(own: readonly number[], all: readonly number[]): ErrorQuantiles {
  const pooled = shrunk(all, STATED_MASSES, STATED_WORTH);
  const expected = shrunk(own, pooled, POOLED_WORTH);
  const [p10, p50, p90] = LEVELS.map(
    (level, index) =>
      // The difference to what the same bins give without any forecast: their width then moves nothing.
      (STATED_QUANTILES[index] ?? 0) + quantile(expected, level) - quantile(STATED_MASSES, level),
  ) as [number, number, number];
  return [Math.min(p10, p50), p50, Math.max(p50, p90)];
}

/** The logarithm that lies so many stated deviations from a forecast's middle. */
export function atError({ middle, below, above }: StatedSpread, error: number): number {
  return middle + error * (error < 0 ? below : above);
}

/** Share of a normal distribution in each bin. */
const STATED_MASSES: readonly number[] = [...ERROR_BOUNDS, Number.POSITIVE_INFINITY].map((bound, index) =>
  Math.max(0, cumulative(bound) - cumulative(ERROR_BOUNDS[index - 1] ?? Number.NEGATIVE_INFINITY)),
);

function cumulative(bound: number): number {
  return Number.isFinite(bound) ? normalDistribution(bound) : bound < 0 ? 0 : 1;
}

/** Shares by counts, with a prior worth so many of them. */
function shrunk(counts: readonly number[], prior: readonly number[], worth: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return prior.map((share, bin) => ((counts[bin] ?? 0) + worth * share) / (total + worth));
}

/** The error below which a share of the mass lies, evenly spread within a bin. */
function quantile(masses: readonly number[], level: number): number {
  let left = level * masses.reduce((sum, mass) => sum + mass, 0);
  for (const [bin, mass] of masses.entries()) {
    if (left <= mass && mass > 0) {
      const low = ERROR_BOUNDS[bin - 1] ?? -REACH;
      const high = ERROR_BOUNDS[bin] ?? REACH;
      return low + ((high - low) * left) / mass;
    }
    left -= mass;
  }
  return REACH;
}
