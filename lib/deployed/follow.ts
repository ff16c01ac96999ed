import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import { STATES } from '../../lambdas/shared/names.ts';
import { ProgressEvent } from '../../lambdas/shared/progress.ts';
import { PlannerAnswer } from '../../lambdas/shared/workflow.ts';
import { plannedArms } from '../local/progress/planned-arms.ts';
import type { ProgressView } from '../local/progress/progress-view.ts';
import type { Ending } from '../local/workflow.ts';
import type { Deployment } from './deployment.ts';
import { type Execution, endingOf } from './executions.ts';
import { isPassing } from './faults.ts';
import { logLines } from './log-lines.ts';
import { stateEventReader, type TimedStateEvent } from './state-events.ts';

/** Lines of a log may come late: each look goes back as far as this behind the newest line, and a line is told once. */
const LATE_MS = 60_000;

/** Events in an answer: the most that the service gives, and about what a few seconds bring. */
const WHOLE_PAGE = 1000;
const NEW_PAGE = 50;

export interface Following {
  readonly view: Pick<ProgressView, 'show'>;
  /** Aborted when nobody watches any more; the run goes on. */
  readonly stop: AbortSignal;
  /** Waits until the next look; `fault` is the number of looks that failed one after the other. */
  readonly pause: (fault: number) => Promise<void>;
}

/**
 * Shows a run from its beginning until it ends or nobody watches, whatever becomes of the connection meanwhile.
 * @returns how it ended; undefined when it runs on.
 * @throws what is no passing fault of network or service.
 */
export async function follow(
  deployment: Deployment,
  execution: Execution,
  { view, stop, pause }: Following,
): Promise<Ending | undefined> {
  const look = lookout(deployment, execution, view);
  let faults = 0;
  while (!stop.aborted) {
    try {
      // Asked first, so that what is read after it is the whole of a run that has ended.
      const ending = await endingOf(deployment, execution);
      await look();
      if (faults > 0) view.show({ kind: 'note', text: 'the connection is back' });
      faults = 0;
      if (ending !== undefined) return ending;
    } catch (error) {
      if (!isPassing(error)) throw error;
      faults += 1;
      if (faults === 1)
        view.show({ kind: 'note', text: `no answer from AWS (${(error as Error).name}), trying again` });
    }
    if (!stop.aborted) await pause(faults);
  }
  return undefined;
}

/** Each look shows what is new. */
function lookout(
  deployment: Deployment,
  execution: Execution,
  view: Pick<ProgressView, 'show'>,
): () => Promise<void> {
  const read = stateEventReader();
  const told = new Set<string>();
  const seconds = (at: Date) => (at.getTime() - execution.startedAt.getTime()) / 1000;
  let seen = 0;
  let from = execution.startedAt;
  let run: string | undefined;
  const show = async ({ event, at }: TimedStateEvent) => {
    if (event.state === STATES.plan && event.kind === 'exited') {
      view.show(await plannedArms(deployment.tables, event.output), seconds(at));
      run = planOf(event.output)?.reasoning_id ?? undefined;
    }
    view.show({ kind: 'state', event }, seconds(at));
  };
  const states = async () => {
    // One by one, so that after a fault in the middle the next look goes on where this one ended.
    for (const event of await eventsAfter(deployment, execution, seen)) {
      for (const timed of read([event])) await show(timed);
      seen = event.id ?? seen;
    }
  };
  const tasks = async () => {
    if (run === undefined) return;
    const lines = await logLines(deployment, { source: 'task', from, pattern: `{ $.run_id = "${run}" }` });
    for (const { id, at, text } of lines) {
      if (told.has(id)) continue;
      told.add(id);
      from = new Date(Math.max(from.getTime(), at.getTime() - LATE_MS));
      const event = progressOf(text);
      if (event !== undefined) view.show({ kind: 'task', event }, seconds(at));
    }
  };
  return async () => {
    await states();
    await tasks();
  };
}

/**
 * Events after the one with that number, in their order. The service cannot be asked from a number on, so that it is asked
 * from the end backwards, no further than what is known.
 */
async function eventsAfter(
  { workflow }: Deployment,
  { arn }: Execution,
  seen: number,
): Promise<HistoryEvent[]> {
  const maxResults = seen === 0 ? WHOLE_PAGE : NEW_PAGE;
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await workflow.send(
      new GetExecutionHistoryCommand({ executionArn: arn, maxResults, nextToken, reverseOrder: true }),
    );
    const found = page.events ?? [];
    const fresh = found.filter(({ id = 0 }) => id > seen);
    events.push(...fresh);
    nextToken = fresh.length === found.length ? page.nextToken : undefined;
  } while (nextToken !== undefined);
  return events.toReversed();
}

function planOf(state: unknown): PlannerAnswer | undefined {
  return PlannerAnswer.safeParse((state as { plan?: unknown } | undefined)?.plan).data;
}

/** Undefined for a line that is no progress. */
function progressOf(text: string): ProgressEvent | undefined {
  try {
    return ProgressEvent.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
