import { STATES } from '../../lambdas/shared/names.ts';
import { type TaskHandler, taskError } from '../../lib/local/handler.ts';
import type { FailingTables } from './failing-tables.ts';
import type { CallFault, Faults, RecordingFault } from './faults.ts';

export type Handlers = Readonly<Record<string, TaskHandler>>;

/** What an iteration's states are made of. */
export interface FaultyGround {
  /** The real functions. */
  readonly functions: Handlers;
  /** The same functions a second time, for calls at once: one function takes one call at a time. */
  readonly beside: Handlers;
  readonly task: TaskHandler;
  /** The tables of `functions`. */
  readonly failing: Pick<FailingTables, 'failAfter' | 'heal' | 'throttle'>;
  readonly faults: Faults;
  readonly iteration: number;
  /** What the planner is told instead of the clock. */
  readonly startedAt: string;
  /** Takes a delivery that comes when the iteration has long ended. */
  readonly deliverLate: (delivery: () => Promise<unknown>) => void;
}

/** One less than the SDK's own tries of a request, so that a function rides it out. */
const THROTTLED_REQUESTS = 2;

/** Handlers for all Task states that go wrong as the faults say. */
export function faultyHandlers(ground: FaultyGround): Handlers {
  const { functions, beside, faults, iteration, startedAt, task } = ground;
  const inTurn = turns();
  const of = (from: Handlers, state: string): TaskHandler => {
    const handler = from[state];
    if (handler === undefined) throw new RangeError(`there is no state ${state}`);
    return handler;
  };
  const called = (state: string) =>
    faultyCall(
      {
        handler: of(functions, state),
        beside: of(beside, state),
        breaks: breaksAt(ground, `${state} ${iteration}`),
        throttle: () => ground.failing.throttle(THROTTLED_REQUESTS),
      },
      faults.call(state, iteration),
    );
  const plan = called(STATES.plan);
  return {
    [STATES.plan]: (input) => plan({ ...(input as object), started_at: startedAt }),
    [STATES.runExperiment]: (input) => inTurn(() => task(input)),
    [STATES.recordResult]: recording(ground, STATES.recordResult, inTurn),
    [STATES.recordFailure]: recording(ground, STATES.recordFailure, inTurn),
    [STATES.conclude]: called(STATES.conclude),
  };
}

/** Records an arm, with the fault that its experiment's id decides. */
function recording(ground: FaultyGround, state: string, inTurn: ReturnType<typeof turns>): TaskHandler {
  const { functions, faults, deliverLate } = ground;
  const handler = functions[state] as TaskHandler;
  const perArm = new Map<string, TaskHandler>();
  return (input) => {
    const { experiment_id } = input as { experiment_id: string };
    const fault = perArm.has(experiment_id) ? undefined : faults.recording(experiment_id);
    if (fault !== undefined)
      perArm.set(experiment_id, faultyRecording(ground, { state, experimentId: experiment_id }, fault));
    if (fault === 'late') deliverLate(() => handler(input));
    return inTurn(() => (perArm.get(experiment_id) as TaskHandler)(input));
  };
}

function faultyRecording(
  ground: FaultyGround,
  { state, experimentId }: { readonly state: string; readonly experimentId: string },
  fault: RecordingFault,
): TaskHandler {
  const { functions } = ground;
  const [handler, beside] = [functions[state] as TaskHandler, ground.beside[state] as TaskHandler];
  if (fault === 'never' || fault === 'late')
    return () => Promise.reject(taskError('Unforeseen', { errorMessage: 'nobody knows' }));
  if (fault !== 'and as a failure too')
    return faultyCall(
      {
        ...{ handler, beside, breaks: breaksAt(ground, experimentId) },
        throttle: () => ground.failing.throttle(THROTTLED_REQUESTS),
      },
      fault,
    );
  return async (input) => {
    const answer = await handler(input);
    const failure = { Error: 'States.TaskFailed', Cause: 'a container beside it failed' };
    await functions[STATES.recordFailure]?.({ ...(input as object), action: 'record-failure', failure });
    return answer;
  };
}

/** A function with what may go wrong about it. */
interface Callee {
  readonly handler: TaskHandler;
  readonly beside: TaskHandler;
  /** Calls it with tables that fail in the middle. */
  readonly breaks: (call: () => Promise<unknown>) => Promise<unknown>;
  /** Lets the tables throttle its first requests. */
  readonly throttle: () => void;
}

/** Lets the tables fail during a call, where the faults say. */
function breaksAt({ failing, faults }: FaultyGround, name: string): Callee['breaks'] {
  return async (call) => {
    const { after, isLastDone } = faults.breakage(name);
    failing.failAfter(after, isLastDone);
    try {
      return await call();
    } finally {
      failing.heal();
    }
  };
}

/** A call of a function with a fault on its way there or back, or in its middle. */
function faultyCall({ handler, beside, breaks, throttle }: Callee, fault: CallFault): TaskHandler {
  let calls = 0;
  return async (input) => {
    calls += 1;
    if (fault === 'refused at first' && calls === 1)
      throw taskError('Lambda.ServiceException', { errorMessage: 'try again' });
    if (fault === 'throttled by the tables' && calls === 1) throttle();
    if (fault === 'broken off' && calls === 1) return breaks(() => handler(input));
    if (fault === 'broken off and tried again' && calls === 1)
      return breaks(() => handler(input)).catch(({ message }) =>
        Promise.reject(taskError('InternalServerError', { errorMessage: message })),
      );
    if (fault === 'twice') await handler(input);
    const [answer] = await Promise.all([
      handler(input),
      ...(fault === 'twice at once' ? [beside(input)] : []),
    ]);
    if (fault === 'answer lost' && calls === 1)
      throw taskError('Lambda.SdkClientException', { errorMessage: 'the connection broke' });
    return answer;
  };
}

/** Lets one thing at a time happen, in the order in which it was asked for: arms end in the same order in every run. */
function turns(): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
