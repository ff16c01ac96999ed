import * as z from 'zod';
import { InvalidRecordError } from '../shared/errors.ts';
import { describeIssues } from '../shared/settings.ts';
import { type RecorderAnswer, RecorderEvent } from '../shared/workflow.ts';
import { conclude, releasing } from './conclude.ts';
import { recordFailure } from './record-failure.ts';
import { recordResult } from './record-result.ts';
import { planShards } from './shards/plan-shards.ts';
import { recordShard } from './shards/record-shard.ts';
import type { Surroundings } from './surroundings.ts';

/** As much of an event as it takes to release the lock, even when the rest of it cannot be read. */
const Conclusion = z.object({ action: z.literal('conclude'), execution_id: z.string().min(1) });

/**
 * One of the recorder's jobs.
 * @throws InvalidRecordError when the event breaks the contract between workflow and recorder.
 */
export async function handle(surroundings: Surroundings, event: unknown): Promise<RecorderAnswer> {
  const conclusion = Conclusion.safeParse(event);
  return conclusion.success
    ? releasing(surroundings.tables, conclusion.data.execution_id, () => dispatch(surroundings, event))
    : dispatch(surroundings, event);
}

async function dispatch(surroundings: Surroundings, input: unknown): Promise<RecorderAnswer> {
  const parsed = RecorderEvent.safeParse(input);
  if (!parsed.success) throw new InvalidRecordError("the recorder's event", describeIssues(parsed.error));
  const event = parsed.data;
  switch (event.action) {
    case 'record-result':
      return event.shard === ''
        ? recordResult(surroundings, event)
        : recordShard(surroundings, event, undefined);
    case 'record-failure':
      return event.shard === ''
        ? recordFailure(surroundings, event, event.failure)
        : recordShard(surroundings, event, event.failure);
    case 'next-shards':
      return planShards(surroundings, event.plan);
    case 'conclude':
      return conclude(surroundings, event);
  }
}
