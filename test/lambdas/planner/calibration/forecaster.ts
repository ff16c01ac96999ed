import { registerForecast } from '../../../../lambdas/planner/calibration/register-forecast.ts';
import { normalDistribution } from '../../../../lambdas/planner/search/acquisition.ts';
import { seededRandom } from '../../../../lambdas/planner/seeded-random.ts';
import { countedForecast } from '../../../../lambdas/shared/forecasting/counted-forecast.ts';
import { noErrors, withError } from '../../../../lambdas/shared/forecasting/error-counts.ts';
import { scoresOf } from '../../../../lambdas/shared/forecasting/score-forecast.ts';
import type { RegisteredForecast } from '../../../../lambdas/shared/registered-forecast.ts';
import { percentOf } from '../../../../lambdas/shared/statistics/log-rate.ts';
import type { ForecastErrors } from '../../../../lambdas/shared/summary/calibration.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';

/** How a forecaster errs: by how many of its true deviations it is off, and how wide it states them. */
export interface Habit {
  /** In true deviations; positive: what comes is worse than it says. */
  readonly bias: number;
  /** Stated deviation over the true one; under 1: too sure of itself. */
  readonly width: number;
}

const DEVIATION = 0.06;
const BEST_PERCENT = -20;

/** A forecaster that errs always in the same way, over experiments whose log-rates are normally distributed. */
export function forecaster(habit: Habit, seed: number) {
  const random = seededRandom(seed);
  const draw = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return () => {
    const middle = -0.2 + 0.1 * draw();
    const outcome = percentOf(middle + DEVIATION * (draw() + habit.bias));
    const stated = DEVIATION * habit.width;
    const at = (error: number) => percentOf(middle + stated * error);
    const bdRate = { p10: at(-1.2816), p50: at(0), p90: at(1.2816) };
    const mbps = (percent: number) => 2 * (1 + percent / 100);
    return {
      raw: {
        bdRate,
        bitrate: { p10: mbps(bdRate.p10), p50: mbps(bdRate.p50), p90: mbps(bdRate.p90) },
        improvement: normalDistribution((Math.log1p(BEST_PERCENT / 100) - middle) / stated),
      },
      outcome: { bdRatePercent: outcome, bitrateMbps: mbps(outcome), bestPercent: BEST_PERCENT },
    };
  };
}

/** A planning context that knows these errors of Claude's forecasts. */
export function knowing(errors: ForecastErrors) {
  return {
    summary: { ...emptySummary(), calibration: { sources: {}, strategies: {}, errors: { llm: errors } } },
  };
}

/** Errors after so many forecasts of a habit. */
export function errorsAfter(habit: Habit, count: number, seed = 1): ForecastErrors {
  const next = forecaster(habit, seed);
  let errors = noErrors();
  for (let index = 0; index < count; index++) {
    const { raw, outcome } = next();
    errors = withError(errors, counted(registerForecast(knowing(errors), raw, 'llm'), outcome));
  }
  return errors;
}

function counted(
  forecast: RegisteredForecast,
  outcome: { bdRatePercent: number; bitrateMbps: number; bestPercent: number },
) {
  return countedForecast(forecast, {
    rateDifferencePercent: outcome.bdRatePercent,
    bitrateMbps: outcome.bitrateMbps,
    improved: outcome.bdRatePercent < outcome.bestPercent,
  });
}

/** Mean scores of many new forecasts of the same habit, recalibrated by these errors. */
export function scoresWith(errors: ForecastErrors, habit: Habit, seed = 99) {
  const next = forecaster(habit, seed);
  const all = Array.from({ length: 2000 }, () => {
    const { raw, outcome } = next();
    return scoresOf(registerForecast(knowing(errors), raw, 'llm'), outcome);
  });
  const mean = (of: (scores: (typeof all)[number]) => number) =>
    all.reduce((sum, scores) => sum + of(scores), 0) / all.length;
  const form = (which: 'raw' | 'calibrated') => ({
    coverage: mean((scores) => Number(scores[which].covered)),
    pinball: mean((scores) => scores[which].pinball),
    bitratePinball: mean((scores) => scores[which].bitrate_pinball ?? 0),
    brier: mean((scores) => scores[which].brier),
  });
  return { raw: form('raw'), calibrated: form('calibrated') };
}
