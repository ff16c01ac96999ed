import type { Forecast } from '../../shared/forecast.ts';
import { improvementProbability } from '../confidence.ts';
import type { PlanningContext, ProposedExperiment, RawForecasts } from '../planning.ts';

/**
 * What a proposed experiment's source forecasts. Where it states a BD-rate alone, the bitrate changes as that does, and the
 * probability of improvement follows from it.
 */
export function rawForecasts(
  context: PlanningContext,
  {
    raw,
    expected_bd_rate: bdRate,
    expected_bitrate_mbps: mbps,
  }: Pick<ProposedExperiment, 'raw' | 'expected_bd_rate' | 'expected_bitrate_mbps'>,
): RawForecasts {
  if (raw !== undefined) return raw;
  const bitrate: Forecast = {
    p10: mbps * ratio(bdRate.p10, bdRate.p50),
    p50: mbps,
    p90: mbps * ratio(bdRate.p90, bdRate.p50),
  };
  return { bdRate, bitrate, improvement: improvementProbability(context, bdRate) };
}

/** Rate of one BD-rate against that of another. */
function ratio(percent: number, base: number): number {
  return Math.max(0.01, 100 + percent) / Math.max(0.01, 100 + base);
}
