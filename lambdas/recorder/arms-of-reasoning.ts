import { InvalidRecordError } from '../shared/errors.ts';
import { ReasoningRecord } from '../shared/reasoning.ts';
import { describeIssues } from '../shared/settings.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import { getReasoning } from '../shared/stores/reasoning-store.ts';
import type { Arm, PlannerAnswer } from '../shared/workflow.ts';
import type { Surroundings } from './surroundings.ts';

/** @throws InvalidRecordError where it is absent or cannot be read */
export async function findReasoning(tables: Tables, campaign: string, id: string): Promise<ReasoningRecord> {
  const parsed = ReasoningRecord.safeParse(await getReasoning(tables, campaign, id));
  if (!parsed.success) throw new InvalidRecordError(`reasoning ${id}`, describeIssues(parsed.error));
  return parsed.data;
}

/** All experiments of a reasoning, each as a whole. */
export function armsOf({ campaign, reasoning_id, experiments }: ReasoningRecord): Arm[] {
  return experiments.map(({ experiment_id }) => ({ campaign, experiment_id, reasoning_id, shard: '' }));
}

/** The experiments of a plan: where they have shards, its arms are only those that run next. */
export async function armsOfReasoning(
  { tables }: Surroundings,
  {
    campaign,
    reasoning_id,
    arms,
    sharded,
  }: Pick<PlannerAnswer, 'campaign' | 'reasoning_id' | 'arms' | 'sharded'>,
): Promise<readonly Arm[]> {
  if (!sharded || reasoning_id === null) return arms;
  return armsOf(await findReasoning(tables, campaign, reasoning_id));
}
