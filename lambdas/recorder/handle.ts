import * as z from 'zod';
import { InvalidRecordError } from '../shared/errors.ts';
import { describeIssues } from '../shared/settings.ts';
import { type ConcludeAnswer, type RecordAnswer, RecorderEvent } from '../shared/workflow.ts';
import { conclude, releasing } from './conclude.ts';
import { recordFailure } from './record-failure.ts';
import { recordResult } from './record-result.ts';
import type { Surroundings } from './surroundings.ts';

/** As much of an event as it takes to release the lock, even when the rest of it cannot be read. */
const Conclusion = z.object({ action: z.literal('conclude'), execution_id: z.string().min(1) });

/**
 * One of the recorder's three jobs.
 * @throws InvalidRecordError when the event breaks the contract between workflow and recorder.
 */
export async function handle(
  surroundings: Surroundings,
  event: unknown,
): Promise<RecordAnswer | ConcludeAnswer> {
  const conclusion = Conclusion.safeParse(event);
  return conclusion.success
    ? releasing(surroundings.tables, conclusion.data.execution_id, () => dispatch(surroundings, event))
    : dispatch(surroundings, event);
}

async function dispatch(surroundings: Surroundings, input: unknown): Promise<RecordAnswer | ConcludeAnswer> {
  const parsed = RecorderEvent.safeParse(input);
  if (!parsed.success) throw new InvalidRecordError("the recorder's event", describeIssues(parsed.error));
  const event = parsed.data;
  switch (event.action) {
    case 'record-result':
      return recordResult(surroundings, event);
    case 'record-failure':
      return recordFailure(surroundings, event, event.failure);
    case 'conclude':
      return conclude(surroundings, event);
  }
}
