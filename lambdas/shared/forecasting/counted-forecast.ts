import type { RegisteredForecast } from '../registered-forecast.ts';
import { logRateOf } from '../statistics/log-rate.ts';
import type { CountedForecast } from './error-counts.ts';
import { standardError, statedSpread } from './standard-error.ts';

/** What came of an experiment, as far as recalibration learns from it. */
export interface KnownOutcome {
  /**
   * BD-rate in percent; of what was screened out its score, which is none but comes near: without the losers, forecasts
   * would look better than they are. Null for neither.
   */
  readonly rateDifferencePercent: number | null;
  /** Mbit/s at the quality floor; null where it was not reached or not measured. */
  readonly bitrateMbps: number | null;
  readonly improved: boolean;
}

/** A raw forecast against its outcome, in the deviations that it states. */
export function countedForecast(
  { bd_rate, bitrate_mbps, improvement }: RegisteredForecast,
  { rateDifferencePercent, bitrateMbps, improved }: KnownOutcome,
): CountedForecast {
  const isBitrateKnown = bitrateMbps !== null && bitrateMbps > 0 && bitrate_mbps.raw.p10 > 0;
  return {
    stated: improvement.raw,
    improved,
    bdRateError:
      rateDifferencePercent === null
        ? undefined
        : standardError(statedSpread(bd_rate.raw, logRateOf), logRateOf(rateDifferencePercent)),
    bitrateError: isBitrateKnown
      ? standardError(statedSpread(bitrate_mbps.raw, Math.log), Math.log(bitrateMbps))
      : undefined,
  };
}
