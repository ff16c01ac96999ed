import { ExecutionError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import type * as z from 'zod';
import type { PlannerAnswer, RunInput } from '../../lambdas/shared/workflow.ts';
import type { LabAssembly } from './cloud-assembly.ts';
import { withInlineMaps } from './distributed-maps.ts';
import { type EndingWithoutRun, endingWithoutRun } from './ending-without-run.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './environment.ts';
import type { TaskHandler } from './handler.ts';

/** The workflow's input as it may be given: everything has a default. */
export type GivenInput = z.input<typeof RunInput>;

/** How one execution of the workflow ended. */
export type Ending =
  | { readonly kind: 'done'; readonly plan: PlannerAnswer; readonly summary: string }
  | EndingWithoutRun
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

/** A state of the workflow as it is entered, caught, retried or left. */
export interface StateEvent {
  readonly kind: 'entered' | 'exited' | 'caught' | 'retried';
  readonly state: string;
  /** Zero-based number of the arm; undefined outside of the arms. */
  readonly arm: number | undefined;
  readonly output: unknown;
}

export interface Execution {
  /** Owner of the lock and root of all ids. */
  readonly id: string;
  readonly input: GivenInput;
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  readonly onState: (event: StateEvent) => void | Promise<void>;
  /** Milliseconds before each retry of a state, by its name; what the definition says for all others. */
  readonly retryWaits?: Readonly<Record<string, number>>;
}

const STATE_EVENTS: Readonly<Record<string, StateEvent['kind']>> = {
  StateEntered: 'entered',
  StateExited: 'exited',
  StateCaught: 'caught',
  StateRetried: 'retried',
};

const ACCOUNT = 'arn:aws:states:us-east-1:000000000000';

/** Id of an execution on this machine, in the form of an execution ARN. */
export function localExecutionId(name: string): string {
  return `${ACCOUNT}:execution:codec-lab:${name}`;
}

/**
 * Runs the workflow's definition once, unmodified but for the Maps that the interpreter does not know.
 * @returns how it ended; a failed execution is an ending and no error.
 */
export async function runWorkflow(
  { definition }: Pick<LabAssembly, 'definition'>,
  { id, input, handlers, onState, retryWaits = {} }: Execution,
): Promise<Ending> {
  const machine = new StateMachine(withInlineMaps(definition), {
    validationOptions: { checkPaths: true, checkArn: true },
    // Every Task has a handler; should one ever be missed, these reach nobody's account.
    awsConfig: { region: LOCAL_REGION, credentials: { accessKeys: LOCAL_CREDENTIALS } },
  });
  const execution = machine.run(input, {
    overrides: {
      taskResourceLocalHandlers: handlers as never,
      retryIntervalOverrides: { ...retryWaits },
    },
    context: {
      Execution: { Id: id, Name: id.slice(id.lastIndexOf(':') + 1) },
      StateMachine: { Id: `${ACCOUNT}:stateMachine:codec-lab`, Name: 'codec-lab' },
    },
  });
  const [output, events] = await Promise.allSettled([
    execution.result,
    forward(execution.eventLogs, onState),
  ]);
  if (events.status === 'rejected') throw events.reason;
  if (output.status === 'rejected') return failure(output.reason);
  return ending(output.value);
}

async function forward(
  events: ReturnType<StateMachine['run']>['eventLogs'],
  onState: (event: StateEvent) => void | Promise<void>,
): Promise<void> {
  for await (const event of events) {
    const kind = STATE_EVENTS[event.type];
    if (kind === undefined || !('state' in event)) continue;
    await onState({ kind, state: event.state.name, arm: event.index, output: event.state.output });
  }
}

/** Done gives the whole state, Declined and Skipped the planner's answer alone. */
function ending(output: unknown): Ending {
  const state = output as { plan?: PlannerAnswer | null; conclusion?: { summary: string } };
  if (state.conclusion === undefined) return endingWithoutRun(output as PlannerAnswer);
  return { kind: 'done', plan: state.plan as PlannerAnswer, summary: state.conclusion.summary };
}

function failure(reason: unknown): Ending {
  if (reason instanceof ExecutionTimeoutError)
    return { kind: 'failed', error: 'States.Timeout', cause: 'the workflow ran longer than it may' };
  if (!(reason instanceof ExecutionError)) throw reason;
  const { name, message } = reason.cause as Error;
  return { kind: 'failed', error: name, cause: message };
}
