import { STATES } from '../../lambdas/shared/names.ts';
import type { ReasoningRecord } from '../../lambdas/shared/reasoning.ts';
import { acquireLock, releaseLock } from '../../lambdas/shared/stores/iteration-lock.ts';
import { unconcludedReasonings } from '../../lambdas/shared/stores/reasoning-store.ts';
import type { ConcludeAnswer, PlannerAnswer, RecorderEvent } from '../../lambdas/shared/workflow.ts';
import { logFolder, openPrograms } from './iteration.ts';
import type { Laboratory } from './laboratory.ts';

/**
 * Ends what a killed process left behind: concludes this campaign's iterations that never were, from the results that
 * their tasks stored, and frees the laboratory's lock. The data folder's own lock proves that nobody is at work.
 * @returns a sentence for each thing that was mended.
 */
export async function settleInterrupted(laboratory: Laboratory, campaign: string): Promise<string[]> {
  const sentences: string[] = [];
  for (const reasoning of await unconcludedReasonings(laboratory.tables, campaign))
    sentences.push(
      `iteration ${reasoning.reasoning_id} was interrupted; it is concluded now: ${await conclude(laboratory, reasoning)}`,
    );
  const holder = await freeLock(laboratory);
  if (holder !== undefined)
    sentences.push(`the iteration lock that ${holder} left behind when it was interrupted is released`);
  return sentences;
}

async function conclude(laboratory: Laboratory, reasoning: ReasoningRecord): Promise<string> {
  const { campaign, reasoning_id, execution_id, experiments } = reasoning;
  const name = execution_id.slice(execution_id.lastIndexOf(':') + 1);
  await using programs = openPrograms(laboratory, logFolder(laboratory.folder, name));
  const plan: PlannerAnswer = {
    decision: 'run',
    reason: 'read back after an interruption',
    campaign,
    reasoning_id,
    arms: experiments.map(({ experiment_id }) => ({ campaign, experiment_id, reasoning_id, shard: '' })),
    sharded: false,
    round: 0,
    items_key: null,
    plan: null,
  };
  const event: RecorderEvent = { action: 'conclude', execution_id, was_interrupted: true, state: { plan } };
  const answer = await programs.handlers[STATES.conclude]?.(event);
  return (answer as ConcludeAnswer).summary;
}

async function freeLock({ tables }: Laboratory): Promise<string | undefined> {
  const self = `start-up of process ${process.pid}`;
  const attempt = await acquireLock(tables, self, new Date(), 1);
  const holder = attempt.acquired ? self : attempt.holder;
  await releaseLock(tables, holder);
  return attempt.acquired ? undefined : holder;
}
