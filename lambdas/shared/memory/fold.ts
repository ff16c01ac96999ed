import type { ReasoningRecord } from '../reasoning.ts';
import type { ExperimentRecord } from '../record.ts';
import type { CampaignSummary } from '../summary.ts';
import { isApplied, withApplied } from './applied.ts';
import { withStatistics } from './arm-statistics.ts';
import { hasEnded } from './attempt.ts';
import { withExperience } from './experience.ts';
import { withForecasts } from './forecasts.ts';
import { withIntelligence } from './intelligence.ts';
import type { Iteration } from './iteration.ts';
import { withLessons } from './lessons.ts';
import { withScenes } from './scenes.ts';
import { computeUsd, withSpending } from './spending.ts';
import { withStanding } from './standing.ts';
import { withinSummarySize } from './summary-size.ts';

/**
 * A summary with a terminal record counted in, in counts and spending; the very same summary when the record was counted
 * before or is not terminal. What it teaches waits for {@link foldIteration}: whether it may teach anything is known only
 * when the whole iteration is.
 */
export function foldExperiment(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  if (!hasEnded(record)) return summary;
  if (isApplied(summary.applied, record.experiment_id)) return summary;
  return {
    ...summary,
    counts: withCount(summary.counts, record),
    months: withSpending(summary.months, record.finished_at ?? record.planned_at, {
      compute_usd: computeUsd(record),
      experiments: 1,
    }),
    applied: withApplied(summary.applied, record.experiment_id),
  };
}

/**
 * A summary with a concluded iteration: what its reasoning cost, and what its records teach. The very same summary when it
 * was folded before.
 * @param records all of the iteration, batch faults in them.
 */
export function foldIteration(
  summary: CampaignSummary,
  reasoning: Pick<ReasoningRecord, 'reasoning_id' | 'timestamp' | 'cost_usd'>,
  records: readonly ExperimentRecord[],
): CampaignSummary {
  if (isApplied(summary.applied, reasoning.reasoning_id)) return summary;
  const ordered = records.toSorted((a, b) => (a.experiment_id < b.experiment_id ? -1 : 1));
  const lessons = withLessons(summary, ordered);
  const isSameClips = lessons.summary.clip_set === summary.clip_set;
  const iteration: Iteration = {
    ...{ reasoning, records: ordered, ruled: lessons.ruled },
    championBefore: isSameClips ? (summary.champion?.bd_rate_percent ?? null) : null,
  };
  const learnt = [
    withStatistics,
    withStanding,
    withScenes,
    withExperience,
    withForecasts,
    withIntelligence,
  ].reduce((before, learn) => learn(before, iteration), lessons.summary);
  return withinSummarySize({
    ...learnt,
    months: withSpending(summary.months, reasoning.timestamp, { llm_usd: reasoning.cost_usd }),
    applied: withApplied(summary.applied, reasoning.reasoning_id),
  });
}

function withCount(counts: CampaignSummary['counts'], record: ExperimentRecord): CampaignSummary['counts'] {
  if (record.failure === null) return { ...counts, succeeded: counts.succeeded + 1 };
  const before = counts.by_class[record.failure.class] ?? 0;
  return {
    ...counts,
    failed: counts.failed + 1,
    by_class: { ...counts.by_class, [record.failure.class]: before + 1 },
  };
}
