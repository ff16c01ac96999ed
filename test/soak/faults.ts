import { type FailureClass, STATES } from '../../lambdas/shared/names.ts';
import { type Chances, dice, drawn } from './dice.ts';

/** How an experiment's task may end, and how often. */
export const TASKS = {
  measured: 50,
  'measured and then failed': 4,
  'result lost': 4,
  crashed: 5,
  'out of memory': 4,
  'timed out': 4,
  'not started at first': 4,
  'encode failed': 5,
  'stopped half-way': 4,
  'reclaimed by Spot': 5,
  'disk full': 5,
  'store answers 5xx': 5,
  'never started': 5,
  'no capacity at all': 5,
  'result is no JSON': 4,
  'result of another spec': 4,
  'impossible figures': 4,
  'unsound controls': 4,
  'bits of another': 4,
} as const;
export type TaskFault = keyof typeof TASKS;

/** What may come of each where its iteration is not killed: a failure's class, or success. */
export const ENDS: Readonly<Record<TaskFault, readonly (FailureClass | 'succeeded')[]>> = {
  measured: ['succeeded'],
  'measured and then failed': ['succeeded'],
  'result lost': ['no-result'],
  crashed: ['infrastructure', 'no-result'],
  'out of memory': ['out-of-memory', 'no-result'],
  'timed out': ['timeout', 'no-result'],
  'not started at first': ['succeeded'],
  'encode failed': ['encode-failed'],
  'stopped half-way': ['stopped'],
  'reclaimed by Spot': ['stopped', 'no-result'],
  'disk full': ['disk-full', 'no-result'],
  'store answers 5xx': ['infrastructure', 'no-result'],
  'never started': ['infrastructure', 'no-result'],
  'no capacity at all': ['infrastructure', 'no-result'],
  'result is no JSON': ['invalid-result'],
  'result of another spec': ['invalid-result'],
  'impossible figures': ['invalid-result'],
  'unsound controls': ['succeeded'],
  'bits of another': ['succeeded'],
};

/** How a call of a function may go, and how often. */
export const CALLS = {
  once: 60,
  twice: 10,
  'twice at once': 8,
  'refused at first': 6,
  'throttled by the tables': 6,
  'answer lost': 6,
  'broken off': 5,
  'broken off and tried again': 5,
} as const;
export type CallFault = keyof typeof CALLS;

/** The same for the recording of an arm, which may also not take place, or come when the iteration has long ended. */
export const RECORDINGS = { ...CALLS, never: 5, late: 5, 'and as a failure too': 4 } as const;
export type RecordingFault = keyof typeof RECORDINGS;

/** Where an iteration may be killed: before or after what a state does. */
const KILLS = {
  nowhere: 88,
  [`before ${STATES.plan}`]: 1,
  [`after ${STATES.plan}`]: 2,
  [`before ${STATES.runExperiment}`]: 2,
  [`after ${STATES.runExperiment}`]: 2,
  [`after ${STATES.recordResult}`]: 2,
  [`before ${STATES.conclude}`]: 2,
  [`after ${STATES.conclude}`]: 1,
} as const;

/** What the clock that starts the executions says, against that of the functions. */
export const CLOCKS = { right: 80, 'three hours behind': 10, 'three hours ahead': 10 } as const;
const SKEW_HOURS = { right: 0, 'three hours behind': -3, 'three hours ahead': 3 } as const;

/** What follows upon a killed iteration. */
export const RECOVERIES = {
  'the same execution runs again': 1,
  'a start-up settles it': 1,
  'its lease runs out': 1,
} as const;
export type Recovery = keyof typeof RECOVERIES;

/** About as many requests as a function makes of the tables. */
const MOST_REQUESTS = 16;

/** What goes wrong in a run: drawn by its seed, the same whenever it is asked. */
export class Faults {
  readonly #seed: number;
  /** What has happened so far, by name. */
  readonly seen = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  task(experimentId: string): TaskFault {
    return this.#draw('task', TASKS, experimentId);
  }

  call(state: string, iteration: number): CallFault {
    return this.#draw('call', CALLS, state, iteration);
  }

  recording(experimentId: string): RecordingFault {
    return this.#draw('recording', RECORDINGS, experimentId);
  }

  /** How many arms an iteration has, 1 to `most`. */
  arms(iteration: number, most: number): number {
    return 1 + Math.floor(dice(this.#seed, 'arms', iteration) * most);
  }

  /** `nowhere`, or a place as `before Plan`. */
  kill(iteration: number): string {
    return this.#draw('kill', KILLS, iteration);
  }

  /** After how many requests to the tables a call breaks off, and whether the next one has its effect. */
  breakage(name: string | number): { readonly after: number; readonly isLastDone: boolean } {
    return {
      after: Math.floor(dice(this.#seed, 'breakage', name) * MOST_REQUESTS),
      isLastDone: dice(this.#seed, 'effect', name) < 0.5,
    };
  }

  clock(iteration: number): keyof typeof CLOCKS {
    return this.#draw('clock', CLOCKS, iteration);
  }

  /** Hours by which an execution's start is told wrongly. */
  skewHours(iteration: number): number {
    return SKEW_HOURS[this.clock(iteration)];
  }

  recovery(iteration: number): Recovery {
    return this.#draw('recovery', RECOVERIES, iteration);
  }

  #draw<Name extends string>(
    kind: string,
    chances: Chances<Name>,
    ...names: readonly (string | number)[]
  ): Name {
    const name = drawn(chances, dice(this.#seed, kind, ...names));
    const key = `${kind}: ${name}`;
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
    return name;
  }
}
