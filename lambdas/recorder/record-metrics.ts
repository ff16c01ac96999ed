import { embeddedMetrics, strategyMetrics } from '../shared/embedded-metrics.ts';
import { convergenceSlope } from '../shared/memory/convergence.ts';
import { METRICS, STRATEGY_METRICS } from '../shared/names.ts';
import type { ReasoningRecord } from '../shared/reasoning.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { CampaignSummary } from '../shared/summary.ts';

/** The iteration that a line belongs to. */
type Iteration = Pick<ReasoningRecord, 'campaign' | 'reasoning_id'>;

/** Log line with what one recorded experiment counts for. */
export function recordMetrics(record: ExperimentRecord, now: Date): string {
  return embeddedMetrics(
    record.campaign,
    {
      [METRICS.experimentsRecorded]: 1,
      [METRICS.experimentsFailed]: record.failure === null ? 0 : 1,
    },
    now,
    {
      ...{ run_id: record.reasoning_id, experiment_id: record.experiment_id },
      ...(record.failure !== null && {
        ...{ level: 'warning', status: record.status },
        message: `${record.failure.class}: ${record.failure.message}`,
      }),
    },
  );
}

/**
 * Log lines with what the records of a concluded iteration have measured, one for each with a BD-rate. A suspect one would
 * look like progress on the dashboard, and whether a record is suspect stands only when the iteration is concluded.
 */
export function measurementMetrics(
  records: readonly ExperimentRecord[],
  { champion }: CampaignSummary,
  now: Date,
): string[] {
  return records.flatMap(({ campaign, reasoning_id, experiment_id, verdict, measurement, ...planned }) => {
    const bdRate = verdict === 'suspect' ? null : (measurement?.bd_rate_percent ?? null);
    if (bdRate === null) return [];
    const expected = planned.expected_bd_rate.p50;
    const metrics = {
      [METRICS.bdRate]: bdRate,
      [METRICS.forecastBdRate]: expected,
      [METRICS.predictionError]: Math.abs(bdRate - expected),
      ...bestOf(champion),
    };
    return [embeddedMetrics(campaign, metrics, now, { run_id: reasoning_id, experiment_id })];
  });
}

/** What the champion came to. A figure that was not measured is absent, never zero. */
function bestOf(champion: CampaignSummary['champion']) {
  if (champion === null) return {};
  const { bd_rate_percent, bitrate_mbps } = champion;
  return {
    [METRICS.bestBdRate]: bd_rate_percent,
    ...(bitrate_mbps !== null && { [METRICS.bestBitrate]: bitrate_mbps }),
  };
}

/** Log lines with the lowest BD-rate of each strategy that has one on the present clips. */
export function bestByStrategy(
  { campaign, reasoning_id }: Iteration,
  { ranking }: CampaignSummary,
  now: Date,
): string[] {
  return Object.entries(ranking ?? {}).flatMap(([strategy, { top }]) => {
    const [best] = top;
    if (best === undefined) return [];
    const metrics = { [STRATEGY_METRICS.bestBdRate]: best.bd_rate_percent };
    const fields = { run_id: reasoning_id, experiment_id: best.experiment_id };
    return [strategyMetrics(campaign, strategy, metrics, now, fields)];
  });
}

/** Log line with the five measures of intelligence after an iteration; one that is not known yet is absent. */
export function intelligenceMetrics(
  { campaign, reasoning_id }: Iteration,
  { intelligence }: CampaignSummary,
  now: Date,
): string | undefined {
  const point = intelligence?.series.at(-1);
  if (intelligence === undefined || point === undefined) return undefined;
  const measures = {
    [METRICS.convergence]: convergenceSlope(intelligence.series),
    [METRICS.adaptation]: point.left_share,
    [METRICS.calibration]: point.coverage,
    [METRICS.novelty]: point.novelty,
    [METRICS.efficiency]: point.gain_per_usd,
  };
  const known = Object.fromEntries(Object.entries(measures).filter(([, value]) => value !== null));
  return Object.keys(known).length === 0
    ? undefined
    : embeddedMetrics(campaign, known, now, { run_id: reasoning_id });
}
