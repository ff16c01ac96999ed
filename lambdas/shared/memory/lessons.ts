import type { ExperimentRecord } from '../record.ts';
import { isScreenedOut } from '../screening.ts';
import { type CampaignSummary, costKey } from '../summary.ts';
import { isRepetition, isSound, isTrial, soundMeasurement } from './attempt.ts';
import { type Ruled, rulingsOn, withConfirmation, withFormerChampion, withRulings } from './champion.ts';
import { withMilestones } from './milestones.ts';
import { withObservation } from './observations.ts';

/** Cost keys that a summary keeps; the spaces give fewer than half as many. */
const KEPT_COSTS = 100;

/** What an iteration has taught, and what came of its candidates for champion. */
export interface Lessons {
  readonly summary: CampaignSummary;
  readonly ruled: readonly Ruled[];
}

/**
 * A summary with what an iteration's records teach: milestones, how good forecasts are, what arms cost, the anchor's
 * bitrate, and who is champion. Failures of the machinery, suspect records and what failed half-way teach nothing. Where
 * the iteration succeeded on other clips than the summary's, champion, costs, anchor and the count since the last gain begin
 * anew, because nothing is comparable across clip sets; the former champion joins the lineage, which is history and stays.
 * An iteration on earlier clips that is concluded late leaves those alone.
 */
export function withLessons(summary: CampaignSummary, records: readonly ExperimentRecord[]): Lessons {
  // In the order of their ids, so that means do not depend on the order of delivery.
  const ordered = records.toSorted((a, b) => (a.experiment_id < b.experiment_id ? -1 : 1));
  const taught = ordered.reduce(withGeneralLessons, summary);
  const onClips = clipSetOf(ordered, taught);
  if (onClips === undefined) return { summary: taught, ruled: [] };
  const comparable = ordered.filter(({ clip_set }) => clip_set === onClips.clip_set);
  const costed = withConfirmation(comparable.reduce(withCosts, onClips), comparable);
  const ruled = rulingsOn(costed.champion, comparable);
  const trials = comparable.filter(isTrial);
  const screenedOut = trials.some((record) => isSound(record) && isScreenedOut(record.measurement));
  return { summary: withRulings(costed, ruled, trials.length, screenedOut), ruled };
}

/**
 * The summary on the iteration's clips, or undefined when those are not, or no longer, the campaign's: they are the clips
 * of the newest iteration that succeeded with any.
 */
function clipSetOf(
  records: readonly ExperimentRecord[],
  summary: CampaignSummary,
): CampaignSummary | undefined {
  const newest = summary.clip_set_confirmed_by ?? '';
  const succeeded = records.find(isSound);
  if (succeeded === undefined)
    return records.some(({ clip_set }) => clip_set === summary.clip_set) ? summary : undefined;
  const { clip_set, reasoning_id } = succeeded;
  if (summary.clip_set === clip_set)
    return { ...summary, clip_set_confirmed_by: reasoning_id > newest ? reasoning_id : newest };
  if (reasoning_id < newest) return undefined;
  return {
    ...withFormerChampion(summary),
    clip_set,
    clip_set_confirmed_by: reasoning_id,
    since_improvement: 0,
    costs: {},
    observations: [],
    best_default_percent: null,
    screened: [],
    front: [],
    ranking: {},
    tried: {},
    scenes: { clips: [], best: [] },
    anchor_bitrate_mbps: null,
  };
}

/** What a record teaches whatever its clips. A forecast of what is known already says nothing about forecasts. */
function withGeneralLessons(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  const measurement = soundMeasurement(record);
  if (measurement === undefined) return summary;
  return {
    ...summary,
    milestones: withMilestones(summary.milestones, record),
    forecasts: isRepetition(record)
      ? summary.forecasts
      : withForecast(summary.forecasts, record, measurement.bd_rate_percent),
  };
}

/**
 * What a record teaches of its clip set: what arms cost on its tune clips, and the anchor's bitrate there. One that was
 * screened out measured a part of those clips.
 */
function withCosts(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  const measurement = soundMeasurement(record);
  if (measurement === undefined || isScreenedOut(measurement)) return summary;
  const seconds = measurement.tune_cpu_seconds ?? measurement.cpu_seconds;
  return {
    ...withObservation(summary, record),
    costs: withCost(summary.costs, costKey(record.spec), seconds),
    anchor_bitrate_mbps: measurement.anchor_bitrate_mbps ?? summary.anchor_bitrate_mbps,
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
