import { embeddedMetrics } from '../shared/embedded-metrics.ts';
import { METRICS } from '../shared/names.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { CampaignSummary } from '../shared/summary.ts';

/**
 * Log line with the metrics of one recorded experiment. A figure that was not measured is absent, never zero; so is a
 * suspect BD-rate, which would look like progress on the dashboard.
 */
export function recordMetrics(record: ExperimentRecord, summary: CampaignSummary, now: Date): string {
  const bdRate = record.verdict === 'suspect' ? null : (record.measurement?.bd_rate_percent ?? null);
  return embeddedMetrics(
    record.campaign,
    {
      [METRICS.experimentsRecorded]: 1,
      [METRICS.experimentsFailed]: record.status === 'failed' ? 1 : 0,
      ...(bdRate !== null && {
        [METRICS.bdRate]: bdRate,
        [METRICS.predictionError]: Math.abs(bdRate - record.expected_bd_rate.p50),
      }),
      ...(record.measurement !== null && { [METRICS.cpuSeconds]: record.measurement.cpu_seconds }),
      ...(summary.champion !== null && { [METRICS.bestBdRate]: summary.champion.bd_rate_percent }),
    },
    now,
  );
}
