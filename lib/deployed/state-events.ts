import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StateEvent } from '../local/workflow.ts';

/** A state of the workflow and when it was. */
export interface TimedStateEvent {
  readonly event: StateEvent;
  readonly at: Date;
}

/** Where an event of the history stands. */
interface Place {
  readonly arm: number | undefined;
  readonly state: string;
  /** Whether the state's last try failed. */
  readonly failed: boolean;
}

const OUTSIDE: Place = { arm: undefined, state: '', failed: false };
/** Of a task: to Lambda, to another service, or of the state itself. */
const FAULT = /^(Task|LambdaFunction|Activity)(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$/;
const NEW_TRY = /^(Task|LambdaFunction)Scheduled$/;

/**
 * Turns a run's history, read piece by piece in its order, into what progress is made of. An event names the one before
 * it in its own branch, so that its arm and state are those of that one.
 */
export function stateEventReader(): (events: readonly HistoryEvent[]) => TimedStateEvent[] {
  const places = new Map<number, Place>();
  return (events) =>
    events.flatMap((event) => {
      const before = places.get(event.previousEventId ?? 0) ?? OUTSIDE;
      const { place, told } = after(before, event);
      places.set(event.id ?? 0, place);
      return told === undefined ? [] : [{ event: told, at: event.timestamp ?? new Date(0) }];
    });
}

function after(before: Place, event: HistoryEvent): { place: Place; told?: StateEvent } {
  const type = event.type ?? '';
  const tell = (kind: StateEvent['kind'], place: Place, output?: unknown) => ({
    place,
    told: { kind, state: place.state, arm: place.arm, output },
  });
  if (type === 'MapIterationStarted')
    return { place: { ...OUTSIDE, arm: event.mapIterationStartedEventDetails?.index } };
  // The Map itself is outside of its arms, whichever of them ended last.
  const arm = /^MapState/.test(type) ? undefined : before.arm;
  if (type.endsWith('StateEntered')) {
    const { name: state = '' } = event.stateEnteredEventDetails ?? {};
    return tell('entered', { arm, state, failed: false });
  }
  if (type.endsWith('StateExited')) {
    const { name: state = '', output } = event.stateExitedEventDetails ?? {};
    return tell(before.failed ? 'caught' : 'exited', { arm, state, failed: false }, parsed(output));
  }
  if (FAULT.test(type)) return { place: { ...before, failed: true } };
  if (NEW_TRY.test(type) && before.failed) return tell('retried', { ...before, failed: false });
  return { place: { ...before, arm } };
}

/** Left out of the history where it is too long. */
function parsed(output: string | undefined): unknown {
  try {
    return output === undefined ? undefined : JSON.parse(output);
  } catch {
    return undefined;
  }
}
