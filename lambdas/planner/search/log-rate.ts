import { logRateOf, percentOf } from '../../shared/statistics/log-rate.ts';

/** A BD-rate in percent as points of log-rate, 100 ln(1 + BD-rate / 100): effects of parameters multiply rates, and so add. */
export function logRate(bdRate: number): number {
  return 100 * logRateOf(bdRate);
}

/** A BD-rate in percent from points of log-rate. */
export function bdRateOf(logRatePoints: number): number {
  return percentOf(logRatePoints / 100);
}
