import type { ProposalSource } from '../../shared/names.ts';
import type { Configuration } from '../../shared/spec.ts';
import { forecastBdRate, forecastBitrate } from '../forecast.ts';
import type { PlanningContext, ProposedExperiment } from '../planning.ts';
import { rawForecasts } from './raw-forecasts.ts';
import { registerForecast } from './register-forecast.ts';

/** The laboratory's own forecast of an experiment, as it is to be believed, with what its model states beside it. */
export function expectedOf(
  context: PlanningContext,
  configuration: Configuration,
  source: ProposalSource,
): Required<Pick<ProposedExperiment, 'raw' | 'expected_bd_rate' | 'expected_bitrate_mbps'>> {
  const stated = forecastBdRate(context, configuration);
  const raw = rawForecasts(context, {
    expected_bd_rate: stated,
    expected_bitrate_mbps: forecastBitrate(context, stated),
  });
  const { bd_rate, bitrate_mbps } = registerForecast(context, raw, source);
  return {
    raw,
    expected_bd_rate: bd_rate.calibrated,
    expected_bitrate_mbps: bitrate_mbps.calibrated.p50,
  };
}
