import { reasoningRecord } from '../../../lambdas/planner/identify.ts';
import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { type ProposalSources, propose } from '../../../lambdas/planner/propose.ts';
import { carriedRegions } from '../../../lambdas/planner/sources/carried-regions.ts';
import { iterationId } from '../../../lambdas/shared/keys.ts';
import { foldExperiment, foldIteration } from '../../../lambdas/shared/memory/fold.ts';
import { plannedRecords } from '../../../lambdas/shared/planned-records.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { keyOf } from '../searchers/searcher.ts';
import type { Entry, World } from '../worlds/world.ts';
import { recorded } from './replayed-record.ts';
import { startOf } from './start-context.ts';

/** Records that planning sees beside the summary. */
const RECENT = 50;
/** Reasonings whose regions may still stand. */
const RECENT_REASONINGS = 6;
const HOURS_BETWEEN = 6;
/** Iterations without a new evaluation after which a campaign counts as ended. */
const PATIENCE = 4;

/** What stands outside of planning: whether there is a model, and what it answers. */
export type Model = Pick<ProposalSources, 'findKey' | 'ask'>;

/** No key: planning falls back to what the lab does alone. */
export const NO_MODEL: Model = {
  findKey: async () => ({ reason: null }),
  ask: () => Promise.reject(new Error('there is no model to ask')),
};

/**
 * A campaign in a world whose answers are known: the planner's own proposals, made into records and folded into the summary
 * by the recorder's own rules, with no encoding and no table store. Repetitions and confirmations are carried out and are
 * no evaluations: they find nothing that was not known.
 * @param enough whether what was evaluated so far ends the campaign.
 * @returns the world's answers in the order of their arms.
 */
export async function replay(
  world: World,
  seed: number,
  model: Model,
  enough: (evaluated: readonly Entry[]) => boolean,
): Promise<Entry[]> {
  const answers = new Map(world.entries.map((entry) => [keyOf(entry), entry]));
  const found = ({ spec }: ExperimentRecord): Entry => {
    const entry = answers.get(keyOf(spec));
    if (entry === undefined) throw new RangeError(`the world does not hold ${keyOf(spec)}`);
    return entry;
  };
  const hashes = new Set<string>();
  const evaluated: Entry[] = [];
  let context = startOf(world, seed);
  let reasonings: readonly ReasoningRecord[] = [];
  let last = 0;
  for (let index = 0; !enough(evaluated) && index - last < PATIENCE; index++) {
    const outcome = await propose(context, {
      ...model,
      recorded: async (asked) => new Set(asked.filter((hash) => hashes.has(hash))),
    });
    if ('declined' in outcome) break;
    const executionId = `replay-${index}`;
    const ids = { reasoningId: iterationId(executionId, context.now.toISOString()), executionId };
    const reasoning = reasoningRecord(context, outcome.proposal, outcome.origin, ids);
    const records = recorded(plannedRecords(reasoning), found, context.history);
    for (const record of records) {
      if (!hashes.has(record.spec_hash) && record.spec.replicate_of === undefined && !record.spec.confirm) {
        evaluated.push(found(record));
        last = index;
      }
      hashes.add(record.spec_hash);
    }
    context = after(
      context,
      foldIteration(records.reduce(foldExperiment, context.summary), reasoning, records),
      records,
    );
    reasonings = [reasoning, ...reasonings].slice(0, RECENT_REASONINGS);
    context = { ...context, regions: carriedRegions(reasonings, context.history, context.clipSet) };
  }
  return evaluated;
}

function after(
  context: PlanningContext,
  summary: PlanningContext['summary'],
  records: readonly ExperimentRecord[],
): PlanningContext {
  return {
    ...context,
    summary,
    history: [...records.toReversed(), ...context.history].slice(0, RECENT),
    now: new Date(context.now.getTime() + HOURS_BETWEEN * 3_600_000),
  };
}
