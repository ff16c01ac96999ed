import { embeddedMetrics } from '../shared/embedded-metrics.ts';
import { convergenceSlope } from '../shared/memory/convergence.ts';
import { METRICS } from '../shared/names.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { CampaignSummary } from '../shared/summary.ts';

/** Log line with what one recorded experiment counts for. A figure that was not measured is absent, never zero. */
export function recordMetrics(record: ExperimentRecord, now: Date): string {
  return embeddedMetrics(
    record.campaign,
    {
      [METRICS.experimentsRecorded]: 1,
      [METRICS.experimentsFailed]: record.status === 'failed' ? 1 : 0,
      ...(record.measurement !== null && { [METRICS.cpuSeconds]: record.measurement.cpu_seconds }),
    },
    now,
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
  const best = champion === null ? {} : { [METRICS.bestBdRate]: champion.bd_rate_percent };
  return records.flatMap(({ campaign, verdict, measurement, expected_bd_rate }) => {
    const bdRate = verdict === 'suspect' ? null : (measurement?.bd_rate_percent ?? null);
    if (bdRate === null) return [];
    const metrics = {
      [METRICS.bdRate]: bdRate,
      [METRICS.predictionError]: Math.abs(bdRate - expected_bd_rate.p50),
      ...best,
    };
    return [embeddedMetrics(campaign, metrics, now)];
  });
}

/** Log line with the five measures of intelligence after an iteration; one that is not known yet is absent. */
export function intelligenceMetrics(
  campaign: string,
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
  const known = Object.entries(measures).filter(([, value]) => value !== null);
  return known.length === 0 ? undefined : embeddedMetrics(campaign, Object.fromEntries(known), now);
}
