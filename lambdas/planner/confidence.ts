import type { Forecast } from '../shared/forecast.ts';
import { currentChampion } from './current-champion.ts';
import type { PlanningContext } from './planning.ts';

/** Width of an 80 % interval of the normal distribution in standard deviations. */
const EIGHTY_PERCENT = 2.563;

/** Probability, 0 to 1, that an experiment beats the best so far (the anchor where there is none), by its forecast. */
export function improvementProbability(context: PlanningContext, forecast: Forecast): number {
  const best = currentChampion(context)?.bd_rate_percent ?? 0;
  return Math.round(100 * probabilityBelow(forecast, best)) / 100;
}

/** Probability, 0 to 1, that a value comes out below a bound, by its forecast. */
export function probabilityBelow(forecast: Forecast, bound: number): number {
  const deviation = Math.max(0.1, (forecast.p90 - forecast.p10) / EIGHTY_PERCENT);
  return normalDistribution((bound - forecast.p50) / deviation);
}

/** Cumulative normal distribution by its logistic approximation; off by at most 0.01. */
function normalDistribution(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z));
}
