import { type Environment, optional } from '../lambdas/shared/environment.ts';
import { reasoningIdOf } from '../lambdas/shared/keys.ts';
import { logLine } from '../lambdas/shared/log-line.ts';
import { ENVIRONMENT } from '../lambdas/shared/names.ts';
import type { ProgressEvent } from '../lambdas/shared/progress.ts';

/** A line of the task's log: the event, and the iteration and campaign that it belongs to. */
export function eventLine(event: ProgressEvent, environment: Environment, now: Date): string {
  return logLine({ ...idsOf(environment), level: 'info', message: messageOf(event), ...event }, now);
}

/** The line of a fault that ends the task. */
export function faultLine(error: unknown, environment: Environment, now: Date): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return logLine({ ...idsOf(environment), level: 'error', error: name, message }, now);
}

function idsOf(environment: Environment) {
  const experiment = optional(environment, ENVIRONMENT.experimentId);
  return {
    campaign: optional(environment, ENVIRONMENT.campaign),
    experiment_id: experiment,
    run_id: experiment === undefined ? undefined : reasoningIdOf(experiment),
  };
}

function messageOf(event: ProgressEvent): string {
  switch (event.event) {
    case 'experiment-started':
      return `${event.encoder} on ${event.clips} clips`;
    case 'step':
      return `${event.clip}: ${event.stage} ${event.label}`;
    default:
      return event.message;
  }
}
