import { type ArmStatistics, noStatistics } from '../arm-statistics.ts';
import type { ExperimentRecord } from '../record.ts';
import { isScreenedOut } from '../screening.ts';
import type { CampaignSummary } from '../summary.ts';
import { hasEnded, isInfrastructure, isRepetition } from './attempt.ts';
import { hasWon, type Iteration } from './iteration.ts';
import { computeUsd } from './spending.ts';

/**
 * A summary with what an iteration's records add to what each source and each strategy has brought. Repetitions are left
 * out: they are checks, not attempts. What the model cost is shared by the experiments that it proposed; where none came of
 * it, the model bears it all the same.
 */
export function withStatistics(summary: CampaignSummary, iteration: Iteration): CampaignSummary {
  const attempts = iteration.records.filter(isAttempt);
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
  const { cost_usd } = iteration.reasoning;
  if (byModel === 0 && cost_usd > 0) {
    const before = sources.llm ?? noStatistics();
    sources.llm = { ...before, usd: before.usd + cost_usd };
  }
  return { ...summary, sources, strategies };
}

/** Whether a record counts for its source and strategy: it ended, and is no repetition of what is known. */
export function isAttempt(record: ExperimentRecord): boolean {
  return hasEnded(record) && !isRepetition(record);
}

/** How an attempt ended: by a fault of the machine, without use, or with something learnt. */
export function outcomeOf(record: ExperimentRecord): 'infrastructure' | 'wasted' | 'learnt' {
  const { failure, verdict, measurement, duplicate_of } = record;
  // A repetition of other bits is suspect too, but that is the idea's fault: what it changes has no effect.
  const isDuplicate = (duplicate_of ?? null) !== null;
  if ((verdict === 'suspect' && !isDuplicate) || (failure !== null && isInfrastructure(failure.class)))
    return 'infrastructure';
  const isMeasured = (measurement?.bd_rate_percent ?? null) !== null || isScreenedOut(measurement);
  return failure !== null || isDuplicate || !isMeasured ? 'wasted' : 'learnt';
}

/** The machine's own failures cost an arm nothing; the model's part is spent however the experiment ends. */
function added(
  before: ArmStatistics,
  record: ExperimentRecord,
  llmUsd: number,
  gain: number | undefined,
): ArmStatistics {
  const outcome = outcomeOf(record);
  if (outcome === 'infrastructure')
    return { ...before, infrastructure: before.infrastructure + 1, usd: before.usd + llmUsd };
  return {
    experiments: before.experiments + 1,
    infrastructure: before.infrastructure,
    wasted: before.wasted + Number(outcome === 'wasted'),
    wins: before.wins + Number(gain !== undefined),
    gain_points: before.gain_points + (gain ?? 0),
    usd: before.usd + computeUsd(record) + llmUsd,
    cpu_seconds: before.cpu_seconds + (record.measurement?.cpu_seconds ?? 0),
  };
}

/**
 * Points of BD-rate by which a promoted record lies below the best of what came before: the former champion and the best
 * of the encoders' own defaults, its own iteration's included. Undefined where it was not promoted.
 */
export function gainOf(
  record: ExperimentRecord,
  { best_default_percent }: CampaignSummary,
  iteration: Iteration,
): number | undefined {
  const rate = record.measurement?.bd_rate_percent ?? null;
  if (!hasWon(iteration, record) || rate === null) return undefined;
  return Math.max(0, Math.min(0, iteration.championBefore ?? 0, best_default_percent ?? 0) - rate);
}
