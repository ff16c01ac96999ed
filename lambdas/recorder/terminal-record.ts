import type { CheckName } from '../shared/checks.ts';
import { artifactKeys } from '../shared/keys.ts';
import { measurementOf } from '../shared/measurement.ts';
import type { FailureClass } from '../shared/names.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { ExperimentResult } from '../shared/result.ts';
import { storedBytes } from '../shared/stored-bytes.ts';
import type { Measured } from './equal-output.ts';
import type { FoundResult } from './read-result.ts';
import { withinSize } from './record-size.ts';
import { judge, judgeFailure } from './verdict.ts';

export interface Failure {
  readonly class: FailureClass;
  readonly message: string;
  /** The check that caught it, where one did. */
  readonly check?: CheckName | undefined;
}

/** What is known when an experiment has ended. */
export interface Ending {
  readonly found: FoundResult;
  /** Why the task failed, when it did. */
  readonly taskFailure: Failure | undefined;
  /** Records that its bits are compared with. */
  readonly others: readonly Measured[];
  readonly now: Date;
  /** Whether its execution was ended from outside and a later one settles it. */
  readonly isLeftBehind?: boolean;
}

/**
 * The record that an experiment ends with. A result that says `succeeded` counts as a success even when its task failed
 * afterwards: the task writes it whole and last, so everything in it was measured, and a container beside it may fail
 * for reasons of its own. The verdict's sentence then names the later failure.
 */
export function terminalRecord(planned: ExperimentRecord, ending: Ending): ExperimentRecord {
  const { found, taskFailure } = ending;
  const result = found.kind === 'result' ? found.result : undefined;
  const failure = result?.status === 'succeeded' ? undefined : failureOf(found, taskFailure);
  const measurement = result === undefined ? null : measurementOf(result);
  const judgement =
    failure !== undefined || measurement === null
      ? judgeFailure(failure ?? noResult())
      : judge(planned, measurement, ending.others);
  const afterwards =
    failure === undefined && taskFailure !== undefined
      ? `; the task failed after it had measured everything (${taskFailure.class}): ${taskFailure.message}`
      : '';
  return withinSize({
    ...planned,
    status: statusOf(failure, ending),
    finished_at: ending.now.toISOString(),
    measurement,
    verdict: judgement.verdict,
    verdict_reason: (judgement.reason + afterwards).slice(0, 600),
    duplicate_of: judgement.duplicateOf,
    failure: failure === undefined ? null : keptFailure(failure),
    ...(result && { stored_bytes: storedBytes(result) }),
    result_key:
      found.kind === 'missing' ? null : artifactKeys.result(planned.campaign, planned.experiment_id),
  });
}

/**
 * Without a complete result of its own, an experiment that nobody was there to end was abandoned. What it left of a result
 * stays where it is.
 */
function statusOf(failure: Failure | undefined, { isLeftBehind, found }: Ending) {
  if (failure === undefined) return 'succeeded';
  const isComplete = found.kind === 'result' && found.result.status === 'failed';
  return isLeftBehind && !isComplete ? 'abandoned' : 'failed';
}

function keptFailure({ class: failureClass, message, check }: Failure): ExperimentRecord['failure'] {
  return { class: failureClass, message: message.slice(0, 600), ...(check && { check }) };
}

/**
 * Why an experiment without a complete result failed. What the task itself found wrong outranks how it ended, except
 * that a task which was stopped on its way does not know why and the state machine does.
 */
function failureOf(found: FoundResult, taskFailure: Failure | undefined): Failure {
  if (found.kind === 'result') return resultFailure(found.result, taskFailure);
  if (found.kind === 'missing') return taskFailure ?? noResult();
  if (taskFailure === undefined) return { class: 'invalid-result', message: found.message };
  return { class: taskFailure.class, message: `${taskFailure.message}; and ${found.message}` };
}

function resultFailure(result: ExperimentResult, taskFailure: Failure | undefined): Failure {
  const own = result.failure ?? undefined;
  if (result.status === 'failed')
    return own ?? { class: 'invalid-result', message: 'result.json says failed and gives no class' };
  const stopped = own ?? {
    class: 'stopped' as const,
    message: 'the task was stopped before it had measured everything',
  };
  return taskFailure === undefined || taskFailure.class === 'infrastructure' ? stopped : taskFailure;
}

function noResult(): Failure {
  return { class: 'no-result', message: 'the task left no result.json' };
}
