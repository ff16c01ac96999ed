import { taskHourlyUsd } from '../prices.ts';
import type { ExperimentRecord } from '../record.ts';
import type { CampaignSummary } from '../summary.ts';

type Months = CampaignSummary['months'];
type Spending = Months[string];

/** Months of spending that a summary keeps. */
const KEPT_MONTHS = 12;

/**
 * Hours that an experiment without a measured time is charged for at most; longer than the workflow runs, so that one
 * which is recorded days late by a redrive does not use up the month.
 */
const LONGEST_CHARGE_HOURS = 6;

/**
 * USD that an experiment's task cost. Without a measured wall time all the time from plan to record is charged, which
 * is too much rather than too little: the monthly cap reads it.
 */
export function computeUsd(record: ExperimentRecord): number {
  const waited = Date.parse(record.finished_at ?? record.planned_at) - Date.parse(record.planned_at);
  const hours =
    record.measurement === null
      ? Math.min(Math.max(waited, 0) / 3_600_000, LONGEST_CHARGE_HOURS)
      : record.measurement.wall_seconds / 3600;
  return hours * taskHourlyUsd();
}

/** Months with spending added to that of an instant. @param at ISO 8601, UTC. */
export function withSpending(months: Months, at: string, added: Partial<Spending>): Months {
  const month = at.slice(0, 7);
  const before = months[month] ?? { llm_usd: 0, compute_usd: 0, experiments: 0 };
  const after = {
    llm_usd: before.llm_usd + (added.llm_usd ?? 0),
    compute_usd: before.compute_usd + (added.compute_usd ?? 0),
    experiments: before.experiments + (added.experiments ?? 0),
  };
  const kept = Object.entries({ ...months, [month]: after })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(-KEPT_MONTHS);
  return Object.fromEntries(kept);
}
