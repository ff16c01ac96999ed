import type { Forecast } from '../forecast.ts';
import type { ForecastScores, FormScores, RegisteredForecast } from '../registered-forecast.ts';
import { rounded } from '../rounded.ts';

/** What a registered forecast is held against. */
export interface ForecastOutcome {
  /** BD-rate (PSNR-YUV) over the tune clips, percent. */
  readonly bdRatePercent: number;
  /** Mean bitrate at the quality floor, Mbit/s; null where it was not reached. */
  readonly bitrateMbps: number | null;
  /** What was to be improved on: the champion's BD-rate, or the anchor's 0. */
  readonly bestPercent: number;
}

/** How far a forecast was off, as its source stated it and after recalibration; proper scores, less is better. */
export function scoresOf(forecast: RegisteredForecast, outcome: ForecastOutcome): ForecastScores {
  const improved = outcome.bdRatePercent < outcome.bestPercent;
  const form = (which: 'raw' | 'calibrated'): FormScores => {
    const bdRate = forecast.bd_rate[which];
    return {
      brier: rounded(brier(forecast.improvement[which], improved)),
      pinball: rounded(meanPinball(bdRate, outcome.bdRatePercent)),
      covered: outcome.bdRatePercent >= bdRate.p10 && outcome.bdRatePercent <= bdRate.p90,
      bitrate_pinball: rounded(bitratePinball(forecast.bitrate_mbps[which], outcome.bitrateMbps)),
    };
  };
  return { improved, raw: form('raw'), calibrated: form('calibrated') };
}

/** Squared error of a probability (Brier 1950). */
export function brier(probability: number, happened: boolean): number {
  return (probability - Number(happened)) ** 2;
}

/** Mean over three quantiles of the pinball loss (Koenker and Bassett 1978), in the unit of the values. */
export function meanPinball({ p10, p50, p90 }: Forecast, value: number): number {
  return (pinball(p10, 0.1, value) + pinball(p50, 0.5, value) + pinball(p90, 0.9, value)) / 3;
}

function pinball(quantile: number, level: number, value: number): number {
  return Math.max(level * (value - quantile), (level - 1) * (value - quantile));
}

function bitratePinball({ p10, p50, p90 }: Forecast, mbps: number | null): number | null {
  if (mbps === null || !(mbps > 0) || !(p10 > 0)) return null;
  return meanPinball({ p10: Math.log(p10), p50: Math.log(p50), p90: Math.log(p90) }, Math.log(mbps));
}
