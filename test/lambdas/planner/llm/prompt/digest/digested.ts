import { digest } from '../../../../../../lambdas/planner/llm/prompt/digest/digest.ts';
import { usableEncoders } from '../../../../../../lambdas/planner/llm/usable-encoders.ts';
import type { PlanningContext } from '../../../../../../lambdas/planner/planning.ts';
import type { ExperimentRecord, Measurement } from '../../../../../../lambdas/shared/record.ts';
import type { CampaignSummary } from '../../../../../../lambdas/shared/summary.ts';
import { measuredRecord, planningSituation } from '../../planning-situation.ts';

export const id = (number: number) => `20261101T000000Z-00000000-${String(number).padStart(2, '0')}`;
export const { clipSet, summary } = planningSituation();

/** A planning situation as the digest tells it. */
export function digested(changes: Partial<PlanningContext>, kept: Partial<CampaignSummary> = {}) {
  const context = planningSituation({ ...changes, summary: { ...summary, clip_set: clipSet, ...kept } });
  return digest(context, [], usableEncoders(context));
}

/** A measured record with these figures. */
export function measured(
  number: number,
  figures: Partial<Measurement>,
  changes: Partial<ExperimentRecord> = {},
) {
  const record = measuredRecord(id(number), changes);
  return { ...record, measurement: record.measurement && { ...record.measurement, ...figures } };
}
