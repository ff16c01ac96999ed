import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { type Outcome, propose } from '../../../lambdas/planner/propose.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { measured, rowsOf, trueBdRate, withRecords } from './simulated-world.ts';

/** No model is meant. */
export const NO_KEY = {
  findKey: async () => ({ reason: null }),
  ask: async () => Promise.reject(new Error('no model here')),
};

/** The plan by rules when these hashes are recorded. */
export async function plan(context: PlanningContext, recorded: ReadonlySet<string>) {
  const outcome: Outcome = await propose(context, {
    ...NO_KEY,
    recorded: async (hashes) => new Set(hashes.filter((hash) => recorded.has(hash))),
  });
  return outcome;
}

/** The same, where a plan is expected. */
export async function planned(context: PlanningContext, recorded: ReadonlySet<string> = new Set()) {
  const outcome = await plan(context, recorded);
  if ('declined' in outcome) throw new Error(outcome.declined);
  return outcome.proposal;
}

/** Runs iterations in the simulated world. */
export async function iterate(
  start: PlanningContext,
  iterations: number,
  measure: (row: ExperimentRecord) => ExperimentRecord,
) {
  let context = start;
  const hashes = new Set<string>();
  const proposals = [];
  for (let index = 0; index < iterations; index++) {
    const outcome = await plan(context, hashes);
    if ('declined' in outcome) return { context, proposals, declined: outcome.declined };
    proposals.push(outcome.proposal);
    const rows = rowsOf(context, outcome.proposal, index);
    for (const row of rows) hashes.add(row.spec_hash);
    context = withRecords(context, rows.map(measure));
  }
  return { context, proposals, declined: undefined };
}

/** Measures what the simulated world holds. */
export const honest = (row: ExperimentRecord) => measured(row, trueBdRate(row.spec));
