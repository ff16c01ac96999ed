import { isApplied } from '../shared/memory/applied.ts';
import { forecastScores } from '../shared/memory/forecasts.ts';
import { bestBefore } from '../shared/memory/iteration.ts';
import { withLessons } from '../shared/memory/lessons.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import { getSummary } from '../shared/stores/campaign-store.ts';
import { amendTerminalExperiment, withdrawSpecMarker } from '../shared/stores/experiment-store.ts';
import type { CampaignSummary } from '../shared/summary.ts';
import type { PlannerAnswer } from '../shared/workflow.ts';
import { withBatchFaults } from './batch-faults.ts';
import { withinSize } from './record-size.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Writes into an iteration's records what only all of them together show: faults of the whole batch, what came of its
 * candidates for champion, and the scores of the forecasts. A spec that was measured under unsound controls may be planned again. Runs before the summary
 * learns from the records; once it has, their candidates are left as they were judged.
 */
export async function settleBatch(
  { tables }: Pick<Surroundings, 'tables'>,
  { campaign, reasoning_id }: Pick<PlannerAnswer, 'campaign' | 'reasoning_id'>,
  settled: readonly ExperimentRecord[],
): Promise<ExperimentRecord[]> {
  const summary = await getSummary(tables, campaign);
  const faulted = withBatchFaults(settled);
  const wasLearnt = reasoning_id === null || isApplied(summary.applied, reasoning_id);
  const records = wasLearnt
    ? faulted
    : withPromotions(summary, faulted).map((record) => withScores(summary, record));
  for (const [index, record] of records.entries()) {
    if (record !== settled[index]) await amendTerminalExperiment(tables, record);
    if (record.batch_fault)
      await withdrawSpecMarker(tables, campaign, record.spec_hash, record.experiment_id);
  }
  return records;
}

/** Records with what came of them as candidates; the others are the very same. */
function withPromotions(summary: CampaignSummary, records: readonly ExperimentRecord[]): ExperimentRecord[] {
  const { ruled } = withLessons(summary, records);
  return records.map((record) => {
    const ruling = ruled.find((each) => each.record === record)?.ruling;
    if (ruling === undefined || ruling.decision === 'no candidate') return record;
    const { decision, reason } = ruling;
    return withinSize({ ...record, promotion: { decision, reason } });
  });
}

/** A record with the scores of its forecast; the very same where there are none, or the same already. */
function withScores(summary: CampaignSummary, record: ExperimentRecord): ExperimentRecord {
  const scores = forecastScores(record, bestBefore(summary, record));
  return scores === undefined || record.forecast_scores != null
    ? record
    : withinSize({ ...record, forecast_scores: scores });
}
