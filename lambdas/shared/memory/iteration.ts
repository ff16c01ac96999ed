import type { ReasoningRecord } from '../reasoning.ts';
import type { ExperimentRecord } from '../record.ts';
import type { CampaignSummary } from '../summary.ts';
import type { Ruled } from './champion.ts';

/** A concluded iteration as the summary learns from it. */
export interface Iteration {
  readonly reasoning: Pick<ReasoningRecord, 'reasoning_id' | 'cost_usd'>;
  /** All of its records that ended, in the order of their ids. */
  readonly records: readonly ExperimentRecord[];
  /** What came of its candidates for champion. */
  readonly ruled: readonly Ruled[];
  /** BD-rate of the champion before it, percent; null where there was none on these clips. */
  readonly championBefore: number | null;
}

/** The BD-rate that an experiment had to improve on when it was planned: the champion's on its clips, or the anchor's 0. */
export function bestBefore(
  summary: CampaignSummary,
  { clip_set }: Pick<ExperimentRecord, 'clip_set'>,
): number {
  return summary.clip_set === clip_set ? (summary.champion?.bd_rate_percent ?? 0) : 0;
}

/** Whether a record is the iteration's new champion. */
export function hasWon({ ruled }: Iteration, record: ExperimentRecord): boolean {
  return ruled.some((each) => each.record === record && each.ruling.decision === 'promoted');
}

/** The records on the summary's own clips: nothing else is comparable with what it holds. */
export function comparableRecords(
  { clip_set }: CampaignSummary,
  { records }: Iteration,
): readonly ExperimentRecord[] {
  return records.filter((record) => record.clip_set === clip_set);
}
