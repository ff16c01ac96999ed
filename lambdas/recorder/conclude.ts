import type { Tables } from '../shared/stores/document-client.ts';
import { releaseLock } from '../shared/stores/iteration-lock.ts';
import type { ConcludeAnswer, RecorderEvent } from '../shared/workflow.ts';
import { concludeIteration } from './conclude-iteration.ts';
import { concludeLeftBehind } from './left-behind.ts';
import { plainCause } from './plain-cause.ts';
import type { Surroundings } from './surroundings.ts';

type ConcludeEvent = Extract<RecorderEvent, { action: 'conclude' }>;

/**
 * Ends an execution: first what earlier ones left behind, in the order of time, then its own iteration. The lock is the
 * caller's to release, see {@link releasing}.
 */
export async function conclude(
  surroundings: Surroundings,
  { execution_id, was_interrupted, state: { plan, failure, input } }: ConcludeEvent,
): Promise<ConcludeAnswer> {
  const campaign = plan?.campaign ?? input?.campaign;
  const own = plan?.reasoning_id ?? null;
  const left =
    campaign === undefined
      ? []
      : await concludeLeftBehind(surroundings, { campaign, executionId: execution_id, own });
  const line =
    plan === undefined ? 'nothing was planned' : await concludeIteration(surroundings, plan, was_interrupted);
  const summary = [line, ...left].join('; ');
  if (failure === undefined && plan !== undefined) return { failed: false, error: '', cause: '', summary };
  const caught = failure ?? {
    Error: 'NoPlan',
    Cause: 'the workflow reached its end without a plan or a failure',
  };
  return { failed: true, error: caught.Error, cause: plainCause(caught), summary };
}

/** Runs a conclusion and gives the iteration's lock back however it ends; a lock that others hold stays theirs. */
export async function releasing<Answer>(
  tables: Tables,
  executionId: string,
  conclusion: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await conclusion();
  } finally {
    await releaseLock(tables, executionId);
  }
}
