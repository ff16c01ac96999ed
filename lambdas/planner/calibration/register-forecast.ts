import type { Forecast } from '../../shared/forecast.ts';
import { statedSpread } from '../../shared/forecasting/standard-error.ts';
import type { ProposalSource } from '../../shared/names.ts';
import type { RegisteredForecast } from '../../shared/registered-forecast.ts';
import { rounded } from '../../shared/rounded.ts';
import { logRateOf, percentOf } from '../../shared/statistics/log-rate.ts';
import { emptySummary } from '../../shared/summary.ts';
import type { PlanningContext, RawForecasts } from '../planning.ts';
import { knownErrors } from './pooled.ts';
import { believedProbability } from './recalibrate-probability.ts';
import { atError, errorQuantiles } from './recalibrate-quantiles.ts';

/** A saving cannot exceed 100 %. */
const LARGEST_SAVING = -99;
/** Least bitrate of a forecast, Mbit/s. */
const LEAST_MBPS = 0.001;
/** Decimals that are kept: finer than any forecast means something, and it bounds the row's size. */
const DECIMALS = 4;

/**
 * What is registered of an experiment before it runs: what its source forecasts, and the same as it is to be believed by
 * how the source's forecasts, and those of all, have stood so far. Without earlier ones both are equal.
 * @param source whose forecast it is; without, the errors of all sources together count.
 */
export function registerForecast(
  { summary: { calibration } }: Pick<PlanningContext, 'summary'>,
  raw: RawForecasts,
  source?: ProposalSource,
): RegisteredForecast {
  const { own, all } = knownErrors(calibration, source);
  const bdRate = inOrder(raw.bdRate, LARGEST_SAVING);
  const bitrate = inOrder(raw.bitrate, LEAST_MBPS);
  const improvement = Math.min(1, Math.max(0, raw.improvement));
  return {
    bd_rate: {
      raw: bdRate,
      calibrated: inOrder(
        recalibrated(bdRate, [own.bd_rate, all.bd_rate], logRateOf, percentOf),
        LARGEST_SAVING,
      ),
    },
    bitrate_mbps: {
      raw: bitrate,
      calibrated: inOrder(recalibrated(bitrate, [own.bitrate, all.bitrate], Math.log, Math.exp), LEAST_MBPS),
    },
    improvement: {
      raw: rounded(improvement, DECIMALS),
      calibrated: rounded(believedProbability(improvement, own.improvement, all.improvement), DECIMALS),
    },
  };
}

/** The same without any recalibration. */
export function statedForecast(raw: RawForecasts): RegisteredForecast {
  return registerForecast({ summary: emptySummary() }, raw);
}

/** Counts of errors of a source and of all sources. */
type Counts = readonly [own: readonly number[], all: readonly number[]];

function recalibrated(
  forecast: Forecast,
  [own, all]: Counts,
  logarithm: (value: number) => number,
  back: (logarithm: number) => number,
): Forecast {
  if (all.every((count) => count === 0)) return forecast;
  const spread = statedSpread(forecast, logarithm);
  const [p10, p50, p90] = errorQuantiles(own, all);
  const at = (error: number) => back(atError(spread, error));
  return { p10: at(p10), p50: at(p50), p90: at(p90) };
}

/** Quantiles in ascending order, none under the least that can be. */
function inOrder({ p10, p50, p90 }: Forecast, least: number): Forecast {
  const [low = least, middle = least, high = least] = [p10, p50, p90]
    .map((value) => rounded(Math.max(least, value), DECIMALS))
    .sort((a, b) => a - b);
  return { p10: low, p50: middle, p90: high };
}
