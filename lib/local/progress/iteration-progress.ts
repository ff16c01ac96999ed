import { STATES } from '../../../lambdas/shared/names.ts';
import type { ProgressEvent } from '../../../lambdas/shared/progress.ts';
import { armNumber } from '../report/format.ts';
import type { StateEvent } from '../workflow.ts';

/** One experiment on its way. Times in seconds since the iteration's start. */
export interface ArmProgress {
  readonly id: string;
  /** What it runs, for example `libx264 preset=slow`. */
  readonly label: string;
  readonly status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'partial';
  /** Share that is done, 0 to 1. */
  readonly fraction: number;
  /** What runs at the moment: clip, stage and encode. */
  readonly detail: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What a person sees of an iteration while it runs. */
export interface IterationProgress {
  readonly title: string;
  /** State of the workflow, outside of the arms; empty before the first. */
  readonly state: string;
  readonly arms: readonly ArmProgress[];
  /** Whether the items that run are no longer the arms in their order, but shards of any of them. */
  readonly inShards: boolean;
  /** Warnings and errors of the tasks, retries of the workflow; newest last. */
  readonly notes: readonly string[];
}

export type ProgressInput =
  | { readonly kind: 'state'; readonly event: StateEvent }
  | { readonly kind: 'planned'; readonly arms: readonly { readonly id: string; readonly label: string }[] }
  | { readonly kind: 'task'; readonly event: ProgressEvent }
  | { readonly kind: 'note'; readonly text: string };

/** States that a person need not see: they take no time. */
const SILENT_STATES: readonly string[] = [STATES.receive, STATES.decide, STATES.isSharded, STATES.isFaulty];

export function newProgress(title: string): IterationProgress {
  return { title, state: '', arms: [], inShards: false, notes: [] };
}

/**
 * Progress after one more thing happened.
 * @param at seconds since the iteration's start.
 */
export function advance(progress: IterationProgress, input: ProgressInput, at: number): IterationProgress {
  switch (input.kind) {
    case 'planned':
      return { ...progress, arms: input.arms.map((arm) => ({ ...arm, ...WAITING })) };
    case 'note':
      return { ...progress, notes: [...progress.notes, input.text] };
    case 'task':
      return afterTask(progress, input.event, at);
    case 'state':
      return afterState(progress, input.event, at);
  }
}

const WAITING = { status: 'waiting', fraction: 0, detail: '', startedAt: 0, endedAt: 0 } as const;

function afterTask(progress: IterationProgress, event: ProgressEvent, at: number): IterationProgress {
  const change = (changes: Partial<ArmProgress>): IterationProgress => ({
    ...progress,
    arms: progress.arms.map((arm) => (arm.id === event.experiment_id ? { ...arm, ...changes } : arm)),
  });
  switch (event.event) {
    case 'experiment-started':
      return change({ detail: 'preparing', ...(progress.inShards && { status: 'running', endedAt: 0 }) });
    case 'step':
      return change({ fraction: event.fraction, detail: `${event.clip}: ${stepText(event)}` });
    case 'experiment-finished':
      return change({
        status: event.status,
        fraction: event.status === 'succeeded' ? 1 : (find(progress, event.experiment_id)?.fraction ?? 0),
        detail: event.message,
        endedAt: at,
      });
    case 'note':
      return event.level === 'info'
        ? progress
        : {
            ...progress,
            notes: [...progress.notes, `${armNumber(event.experiment_id)}  ${event.level}: ${event.message}`],
          };
  }
}

function stepText({ stage, label }: Extract<ProgressEvent, { event: 'step' }>): string {
  return label.includes(stage) ? label : `${stage} ${label}`.trimEnd();
}

function afterState(progress: IterationProgress, event: StateEvent, at: number): IterationProgress {
  const { kind, state, arm } = event;
  if (kind === 'retried')
    return { ...progress, notes: [...progress.notes, `${state} is tried again after a passing fault`] };
  if (arm === undefined)
    return kind === 'entered' && !SILENT_STATES.includes(state)
      ? { ...progress, state, inShards: progress.inShards || state === STATES.nextShards }
      : progress;
  // Of shards their tasks alone tell whose they are.
  if (state !== STATES.runExperiment || progress.inShards) return progress;
  const arms = progress.arms.map((one, index): ArmProgress => {
    if (index !== arm) return one;
    if (kind === 'entered')
      return { ...one, status: 'running', detail: 'starting', startedAt: at, endedAt: 0 };
    // What the task itself said of its end is more exact than that it ended.
    if (one.status !== 'running') return one;
    return { ...one, status: kind === 'caught' ? 'failed' : 'succeeded', detail: '', endedAt: at };
  });
  return { ...progress, arms };
}

function find(progress: IterationProgress, id: string): ArmProgress | undefined {
  return progress.arms.find((arm) => arm.id === id);
}
