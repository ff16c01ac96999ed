import { acquireLock, type LockAttempt, releaseLock } from '../shared/stores/iteration-lock.ts';
import { unconcludedReasonings } from '../shared/stores/reasoning-store.ts';
import type { Surroundings } from './surroundings.ts';

type Ground = Pick<Surroundings, 'tables' | 'settings' | 'now' | 'executions'>;

/**
 * Takes the laboratory's lock. One that is held by an execution which has ended, aborted or timed out before it could give
 * the lock back, is taken from it at once: by Step Functions' word and not by a clock, so that neither a lease of hours nor
 * clocks that disagree keep the next run waiting.
 */
export async function takeLock(
  { tables, settings, now, executions }: Ground,
  executionId: string,
): Promise<LockAttempt> {
  const take = () => acquireLock(tables, executionId, now(), settings.lock_minutes);
  const attempt = await take();
  if (attempt.acquired || executions === undefined || !(await executions.hasEnded(attempt.holder)))
    return attempt;
  // Conditional on that holder: where another was faster, the lock is the other's.
  await releaseLock(tables, attempt.holder);
  return take();
}

/**
 * Stops tasks whose execution has ended without them, which nobody waits for and which cost money. They store what they
 * have measured on their way out; the conclusion at this iteration's end then finds it and records them as abandoned.
 * @returns how many were stopped.
 */
export async function stopOrphans(
  { tables, executions }: Ground,
  campaign: string,
  ownReasoningId: string,
): Promise<number> {
  if (executions === undefined) return 0;
  const left = new Set<string>();
  for (const { reasoning_id, execution_id, experiments } of await unconcludedReasonings(tables, campaign)) {
    if (reasoning_id === ownReasoningId || !(await executions.hasEnded(execution_id))) continue;
    for (const { experiment_id } of experiments) left.add(experiment_id);
  }
  return left.size === 0 ? 0 : executions.stopTasks(left);
}
