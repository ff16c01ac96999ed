import { type ArmStatistics, noStatistics } from '../arm-statistics.ts';
import type { ReasoningRecord } from '../reasoning.ts';
import type { ExperimentRecord } from '../record.ts';
import { isScreenedOut } from '../screening.ts';
import type { CampaignSummary, SummaryObservation } from '../summary.ts';
import { isInfrastructure } from './attempt.ts';
import type { Ruled } from './champion.ts';
import { computeUsd } from './spending.ts';

/** Parameters that set effort: an encoder with nothing else given is at its own defaults. */
const EFFORT: ReadonlySet<string> = new Set(['preset', 'cpu-used']);

/** An iteration as statistics look at it. */
export interface Iteration {
  readonly records: readonly ExperimentRecord[];
  readonly ruled: readonly Ruled[];
  readonly reasoning: Pick<ReasoningRecord, 'cost_usd'>;
  /** BD-rate of the champion before it, percent; null where there was none on these clips. */
  readonly championBefore: number | null;
}

/**
 * A summary with what an iteration's records add to what each source and each strategy has brought. Repetitions are left
 * out: they are checks, not attempts. What the model cost is shared by the experiments that it proposed.
 */
export function withStatistics(summary: CampaignSummary, iteration: Iteration): CampaignSummary {
  const attempts = iteration.records.filter(
    ({ status, spec }) =>
      (status === 'succeeded' || status === 'failed') && spec.replicate_of === undefined && !spec.confirm,
  );
  const byModel = attempts.filter(({ source }) => source === 'llm').length;
  const sources = { ...summary.sources };
  const strategies = { ...summary.strategies };
  for (const record of attempts) {
    const { source, spec } = record;
    const llmUsd = source === 'llm' ? iteration.reasoning.cost_usd / byModel : 0;
    const add = (before: ArmStatistics | undefined) =>
      added(before ?? noStatistics(), record, llmUsd, gainOf(record, summary, iteration));
    sources[source] = add(sources[source]);
    strategies[spec.strategy] = add(strategies[spec.strategy]);
  }
  return { ...summary, sources, strategies };
}

function added(
  before: ArmStatistics,
  record: ExperimentRecord,
  llmUsd: number,
  gain: number | undefined,
): ArmStatistics {
  const { failure, verdict, measurement, duplicate_of } = record;
  if (verdict === 'suspect' || (failure !== null && isInfrastructure(failure.class)))
    return { ...before, infrastructure: before.infrastructure + 1 };
  const wasted =
    failure !== null ||
    (duplicate_of ?? null) !== null ||
    ((measurement?.bd_rate_percent ?? null) === null && !isScreenedOut(measurement));
  return {
    experiments: before.experiments + 1,
    infrastructure: before.infrastructure,
    wasted: before.wasted + Number(wasted),
    wins: before.wins + Number(gain !== undefined),
    gain_points: before.gain_points + (gain ?? 0),
    usd: before.usd + computeUsd(record) + llmUsd,
    cpu_seconds: before.cpu_seconds + (measurement?.cpu_seconds ?? 0),
  };
}

/**
 * Points of BD-rate by which a promoted record lies below the best of what came before: the former champion and the best
 * of the encoders' own defaults, its own iteration's included. Undefined where it was not promoted.
 */
function gainOf(
  record: ExperimentRecord,
  { observations = [] }: CampaignSummary,
  { ruled, championBefore }: Iteration,
): number | undefined {
  const won = ruled.some((each) => each.record === record && each.ruling.decision === 'promoted');
  const rate = record.measurement?.bd_rate_percent ?? null;
  if (!won || rate === null) return undefined;
  const defaults = observations.filter(isDefault).map(({ bd_rate_percent }) => bd_rate_percent);
  return Math.max(0, Math.min(0, championBefore ?? 0, ...defaults) - rate);
}

function isDefault({ parameters }: SummaryObservation): boolean {
  return Object.keys(parameters).every((name) => EFFORT.has(name));
}
