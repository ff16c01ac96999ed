import type { ArmStatistics } from '../../../../shared/arm-statistics.ts';
import type { ExperimentRecord } from '../../../../shared/record.ts';
import type { CampaignSummary } from '../../../../shared/summary.ts';
import type { PlanningContext } from '../../../planning.ts';
import { rounded } from './rounded.ts';

/** Forecasts of the model's own that are listed beside their outcomes, newest first. */
const OWN_LISTED = 12;

/** Forecasts against outcomes, the model's own among them, and what each source has brought for its money. */
export function scores({ summary, history }: PlanningContext) {
  const { forecasts, sources = {}, strategies = {} } = summary;
  return {
    forecasts_of_all_sources: {
      count: forecasts.count,
      within_p10_to_p90: forecasts.within,
      mean_absolute_error_points: rounded(forecasts.mean_absolute_error),
    },
    your_own_forecasts: ownForecasts(summary, history),
    sources_of_proposals: Object.fromEntries(
      Object.entries(sources).map(([source, statistics]) => [source, brought(statistics)]),
    ),
    strategies: Object.fromEntries(
      Object.entries(strategies).map(([strategy, statistics]) => [strategy, brought(statistics)]),
    ),
    mean_cpu_seconds_of_an_arm_by_preset: Object.fromEntries(
      Object.entries(summary.costs).map(([key, cost]) => [key, rounded(cost.mean_cpu_seconds)]),
    ),
  };
}

function brought({ experiments, wasted, wins, gain_points, usd }: ArmStatistics) {
  return {
    experiments,
    wasted,
    wins,
    gain_points: rounded(gain_points),
    usd: rounded(usd),
    gain_points_per_usd: usd > 0 ? rounded(gain_points / usd) : null,
  };
}

/** What the model itself forecast and what came of it, with the mean scores of all that it ever forecast. */
function ownForecasts({ calibration }: CampaignSummary, history: readonly ExperimentRecord[]) {
  const tally = calibration?.sources.llm;
  const own = history.filter(
    ({ source, measurement }) => source === 'llm' && measurement?.bd_rate_percent != null,
  );
  return {
    ...(tally && {
      measured: tally.measured,
      within_p10_to_p90: tally.raw.covered,
      mean_pinball_loss_points: rounded(tally.raw.pinball),
      improvements_forecast: tally.improvements,
      improved: tally.improved,
      mean_brier_score_of_improvement: rounded(tally.raw.brier),
    }),
    newest_first: own.slice(0, OWN_LISTED).map((record) => {
      const { p10, p50, p90 } = record.forecast?.bd_rate.raw ?? record.expected_bd_rate;
      return {
        id: record.experiment_id,
        bd_rate_p10_p50_p90: [p10, p50, p90].map(rounded),
        ...(record.forecast && { improvement_probability: record.forecast.improvement.raw }),
        bd_rate_percent: rounded(record.measurement?.bd_rate_percent ?? null),
        ...(record.forecast_scores && { improved: record.forecast_scores.improved }),
      };
    }),
  };
}
