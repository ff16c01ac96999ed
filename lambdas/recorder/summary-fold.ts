import type { ReasoningRecord } from '../shared/reasoning.ts';
import type { ExperimentRecord, Measurement } from '../shared/record.ts';
import { type CampaignSummary, costKey } from '../shared/summary.ts';
import { isApplied, withApplied } from './applied.ts';
import { candidateChampion, withCandidate, withFormerChampion } from './champion.ts';
import { withMilestones } from './milestones.ts';
import { computeUsd, withSpending } from './spending.ts';
import { isInfrastructure } from './verdict.ts';

/** Cost keys that a summary keeps; the spaces give fewer than half as many. */
const KEPT_COSTS = 100;

/**
 * A summary with a terminal record counted in; the very same summary when the record was
 * counted before or is not terminal. Failures of the machinery count in counts and spending only. Where a record
 * succeeded on other clips than the summary's, champion, costs, anchor and the count since the last gain begin anew,
 * because nothing is comparable across clip sets; the former champion joins the lineage, which is history and stays. A
 * late record of an earlier clip set leaves those alone.
 */
export function foldExperiment(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  if (record.status !== 'succeeded' && record.status !== 'failed') return summary;
  if (isApplied(summary.applied, record.experiment_id)) return summary;
  const counted = {
    ...summary,
    counts: withCount(summary.counts, record),
    months: withSpending(summary.months, record.finished_at ?? record.planned_at, {
      compute_usd: computeUsd(record),
      experiments: 1,
    }),
    applied: withApplied(summary.applied, record.experiment_id),
  };
  if (record.failure !== null && isInfrastructure(record.failure.class)) return counted;
  const learnt = withLessons(counted, record);
  const comparable = onClipSetOf(record, learnt);
  if (comparable === undefined) return learnt;
  return withCandidate(withCosts(comparable, record), candidateChampion(record));
}

/** A summary with what an iteration's reasoning cost counted in once; the very same summary when it was before. */
export function foldReasoningCost(
  summary: CampaignSummary,
  reasoning: Pick<ReasoningRecord, 'reasoning_id' | 'timestamp' | 'cost_usd'>,
): CampaignSummary {
  if (isApplied(summary.applied, reasoning.reasoning_id)) return summary;
  return {
    ...summary,
    months: withSpending(summary.months, reasoning.timestamp, { llm_usd: reasoning.cost_usd }),
    applied: withApplied(summary.applied, reasoning.reasoning_id),
  };
}

/**
 * The summary on the record's clips, or undefined when those are not, or no longer, the campaign's: they are the clips
 * of the newest iteration that succeeded with any.
 */
function onClipSetOf(record: ExperimentRecord, summary: CampaignSummary): CampaignSummary | undefined {
  const newest = summary.clip_set_confirmed_by ?? '';
  if (record.status !== 'succeeded') return summary.clip_set === record.clip_set ? summary : undefined;
  if (summary.clip_set === record.clip_set)
    return { ...summary, clip_set_confirmed_by: record.reasoning_id > newest ? record.reasoning_id : newest };
  if (record.reasoning_id < newest) return undefined;
  return {
    ...withFormerChampion(summary),
    clip_set: record.clip_set,
    clip_set_confirmed_by: record.reasoning_id,
    since_improvement: 0,
    costs: {},
    anchor_bitrate_mbps: null,
  };
}

/** What a record teaches whatever its clips: milestones, and how good the forecasts are. */
function withLessons(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  const measurement = soundMeasurement(record);
  if (measurement === undefined) return summary;
  return {
    ...summary,
    milestones: withMilestones(summary.milestones, record),
    forecasts: withForecast(summary.forecasts, record, measurement.bd_rate_percent),
  };
}

/** What a record teaches of its clip set: what arms cost on it, and the anchor's bitrate. */
function withCosts(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  const measurement = soundMeasurement(record);
  if (measurement === undefined) return summary;
  return {
    ...summary,
    costs: withCost(summary.costs, costKey(record.spec), measurement.cpu_seconds),
    anchor_bitrate_mbps: measurement.anchor_bitrate_mbps ?? summary.anchor_bitrate_mbps,
  };
}

/** A suspect experiment may have run something else, so it teaches nothing; one that failed measured only a part. */
function soundMeasurement({ status, verdict, measurement }: ExperimentRecord): Measurement | undefined {
  return status === 'succeeded' && verdict !== 'suspect' ? (measurement ?? undefined) : undefined;
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

function withCost(
  costs: CampaignSummary['costs'],
  key: string,
  cpuSeconds: number,
): CampaignSummary['costs'] {
  const before = costs[key];
  if (before === undefined && Object.keys(costs).length >= KEPT_COSTS) return costs;
  const count = (before?.count ?? 0) + 1;
  const mean = runningMean(before?.mean_cpu_seconds ?? 0, cpuSeconds, count);
  return { ...costs, [key]: { count, mean_cpu_seconds: mean } };
}

function withForecast(
  forecasts: CampaignSummary['forecasts'],
  { expected_bd_rate: expected }: ExperimentRecord,
  measured: number | null,
): CampaignSummary['forecasts'] {
  if (measured === null) return forecasts;
  const count = forecasts.count + 1;
  const within = measured >= expected.p10 && measured <= expected.p90 ? 1 : 0;
  const error = Math.abs(measured - expected.p50);
  return {
    count,
    within: forecasts.within + within,
    mean_absolute_error: runningMean(forecasts.mean_absolute_error, error, count),
  };
}

/** Mean of `count` values from the mean of the earlier ones and the newest. */
function runningMean(before: number, newest: number, count: number): number {
  return before + (newest - before) / count;
}
