import type { ReasoningRecord } from '../shared/reasoning.ts';
import { holdsLock } from '../shared/stores/iteration-lock.ts';
import { unconcludedReasonings } from '../shared/stores/reasoning-store.ts';
import { armsOf } from './arms-of-reasoning.ts';
import { type Concluded, concludeIteration } from './conclude-iteration.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Concludes a campaign's iterations that were ended from outside before they could: aborted, run into the workflow's
 * timeout, or failed between their plan and its launch. Only the execution that holds the lock may, because nobody else is
 * then at work.
 * @param own reasoning that is concluded by the caller.
 * @returns a sentence for each.
 */
export async function concludeLeftBehind(
  surroundings: Surroundings,
  { campaign, executionId, own }: { campaign: string; executionId: string; own: string | null },
): Promise<string[]> {
  const { tables } = surroundings;
  if (!(await holdsLock(tables, executionId))) return [];
  const told: string[] = [];
  for (const reasoning of await unconcludedReasonings(tables, campaign)) {
    if (reasoning.reasoning_id === own) continue;
    const line = await concludeIteration(surroundings, planOf(reasoning), true);
    told.push(`iteration ${reasoning.reasoning_id} had been left without a conclusion: ${line}`);
  }
  return told;
}

function planOf(reasoning: ReasoningRecord): Concluded {
  const { campaign, reasoning_id } = reasoning;
  return { campaign, reasoning_id, arms: armsOf(reasoning), sharded: false };
}
