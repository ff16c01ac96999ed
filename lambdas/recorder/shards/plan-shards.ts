import { artifactKeys } from '../../shared/keys.ts';
import { hasEnded } from '../../shared/memory/attempt.ts';
import { type Arm, MOST_INLINE, type PlannerAnswer } from '../../shared/workflow.ts';
import { armsOfReasoning } from '../arms-of-reasoning.ts';
import { findExperiment } from '../find-experiment.ts';
import type { Surroundings } from '../surroundings.ts';
import { findShards } from './find-shards.ts';
import { nextShards } from './next-shards.ts';

/**
 * Most rounds of shards: the named tune clips, the further ones, those that are held out, and one in which shards run again
 * that nobody could record.
 */
const MOST_ROUNDS = 4;

/**
 * The plan with the shards of all its experiments that are to run next in the place of its arms. More than an inline Map
 * takes go to the artifact store, one after the other of each experiment, so that none of them waits for another's.
 */
export async function planShards(surroundings: Surroundings, plan: PlannerAnswer): Promise<PlannerAnswer> {
  const round = plan.round + 1;
  const arms = await armsOfReasoning(surroundings, plan);
  const items = round > MOST_ROUNDS ? [] : await itemsOf(surroundings, arms);
  const next: PlannerAnswer = { ...plan, round, arms: items, items_key: null };
  if (items.length === 0) return { ...next, decision: 'all-measured', arms: [...arms] };
  if (items.length <= MOST_INLINE) return next;
  const key = artifactKeys.shardItems(plan.campaign, plan.reasoning_id ?? '', round);
  await surroundings.store.put(key, JSON.stringify(items));
  return { ...next, arms: [], items_key: key };
}

async function itemsOf({ tables, store }: Surroundings, arms: readonly Arm[]): Promise<Arm[]> {
  const queues: Arm[][] = [];
  // One experiment after the other: what all have measured would not fit into the memory of one function.
  for (const arm of arms) {
    const planned = await findExperiment(tables, arm.campaign, arm.experiment_id);
    if (hasEnded(planned)) continue;
    const shards = nextShards(planned.spec, await findShards(store, planned));
    queues.push(shards.map((shard) => ({ ...arm, shard: String(shard) })));
  }
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_none, place) =>
    queues.flatMap((queue) => queue[place] ?? []),
  ).flat();
}
