import { countedForecast } from '../forecasting/counted-forecast.ts';
import { noErrors, withError } from '../forecasting/error-counts.ts';
import { brier, scoresOf } from '../forecasting/score-forecast.ts';
import type { ExperimentRecord } from '../record.ts';
import type { ForecastScores, FormScores, RegisteredForecast } from '../registered-forecast.ts';
import { rounded } from '../rounded.ts';
import { isScreenedOut } from '../screening.ts';
import type { CalibrationMemory, ForecastTally, FormTally } from '../summary/calibration.ts';
import type { CampaignSummary } from '../summary.ts';
import { isRepetition, soundMeasurement } from './attempt.ts';
import type { Iteration } from './iteration.ts';

/**
 * How a record's registered forecast stood; undefined where none was registered or nothing was measured in full, and for a
 * repetition: what is known already says nothing about forecasts.
 * @param bestPercent the BD-rate that was to be improved on
 */
export function forecastScores(record: ExperimentRecord, bestPercent: number): ForecastScores | undefined {
  const rate = soundMeasurement(record)?.bd_rate_percent ?? null;
  if (record.forecast === undefined || rate === null || isRepetition(record)) return undefined;
  const bitrateMbps = record.measurement?.bitrate_mbps ?? null;
  return scoresOf(record.forecast, { bdRatePercent: rate, bitrateMbps, bestPercent });
}

/** A summary with the scores of an iteration's forecasts, and the errors that later forecasts are recalibrated by. */
export function withForecasts(summary: CampaignSummary, iteration: Iteration): CampaignSummary {
  const best = iteration.championBefore ?? 0;
  const before = summary.calibration ?? { sources: {}, strategies: {}, errors: {} };
  return {
    ...summary,
    calibration: iteration.records.reduce((memory, record) => withForecast(memory, record, best), before),
  };
}

function withForecast(
  memory: CalibrationMemory,
  record: ExperimentRecord,
  bestPercent: number,
): CalibrationMemory {
  const { forecast, source, spec } = record;
  const measurement = soundMeasurement(record);
  const scores = forecastScores(record, bestPercent);
  const isScreened = isScreenedOut(measurement) && !isRepetition(record);
  if (forecast === undefined || measurement === undefined || (scores === undefined && !isScreened))
    return memory;
  const improved = scores?.improved ?? false;
  const counted = countedForecast(forecast, {
    rateDifferencePercent: measurement.bd_rate_percent ?? measurement.screening?.score_percent ?? null,
    bitrateMbps: scores === undefined ? null : measurement.bitrate_mbps,
    improved,
  });
  const tallied = (tally: ForecastTally | undefined) =>
    scores === undefined
      ? withScreened(tally ?? noForecasts(), forecast)
      : withScores(tally ?? noForecasts(), scores);
  return {
    sources: { ...memory.sources, [source]: tallied(memory.sources[source]) },
    strategies: { ...memory.strategies, [spec.strategy]: tallied(memory.strategies[spec.strategy]) },
    errors: { ...memory.errors, [source]: withError(memory.errors[source] ?? noErrors(), counted) },
  };
}

function withScores(tally: ForecastTally, scores: ForecastScores): ForecastTally {
  const measured = tally.measured + 1;
  const improvements = tally.improvements + 1;
  const hasBitrate = scores.raw.bitrate_pinball !== null;
  const bitrates = tally.bitrates + Number(hasBitrate);
  const form = (before: FormTally, own: FormScores): FormTally => ({
    brier: runningMean(before.brier, own.brier, improvements),
    pinball: runningMean(before.pinball, own.pinball, measured),
    covered: before.covered + Number(own.covered),
    bitrate_pinball:
      own.bitrate_pinball === null
        ? before.bitrate_pinball
        : runningMean(before.bitrate_pinball, own.bitrate_pinball, Math.max(1, bitrates)),
  });
  return {
    ...{ measured, improvements, bitrates },
    improved: tally.improved + Number(scores.improved),
    raw: form(tally.raw, scores.raw),
    calibrated: form(tally.calibrated, scores.calibrated),
  };
}

/** What was screened out did not improve, and nothing else is known of it. */
function withScreened(tally: ForecastTally, { improvement }: RegisteredForecast): ForecastTally {
  const improvements = tally.improvements + 1;
  const form = (before: FormTally, probability: number): FormTally => ({
    ...before,
    brier: runningMean(before.brier, brier(probability, false), improvements),
  });
  return {
    ...tally,
    improvements,
    raw: form(tally.raw, improvement.raw),
    calibrated: form(tally.calibrated, improvement.calibrated),
  };
}

function noForecasts(): ForecastTally {
  const none: FormTally = { brier: 0, pinball: 0, covered: 0, bitrate_pinball: 0 };
  return { measured: 0, improvements: 0, improved: 0, bitrates: 0, raw: none, calibrated: none };
}

function runningMean(before: number, newest: number, count: number): number {
  return rounded(before + (newest - before) / count);
}
