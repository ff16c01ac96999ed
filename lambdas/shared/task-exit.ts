import { CONTAINER_NAME, type FailureClass } from './names.ts';

/**
 * Exit codes of the codec task. 0: the experiment ran to a result, good or bad. The others are faults of the machinery;
 * 137 and 143 are what the system gives a killed (usually out of memory) and a stopped process.
 */
export const TASK_EXIT = {
  experimentDone: 0,
  unexpected: 1,
  missingEnvironment: 10,
  experimentNotFound: 11,
  storeUnavailable: 12,
  ffmpegMissing: 13,
  diskFull: 14,
  invalidSpec: 15,
  killed: 137,
  stopped: 143,
} as const;

/** Stop codes of a task that somebody or something stopped; ECS kills with 137 what does not end in time. */
const STOPPED_FROM_OUTSIDE = [
  'UserInitiated',
  'SpotInterruption',
  'TerminationNotice',
  'ServiceSchedulerInitiated',
];

/** `max(600)` of a record's failure message. */
const LONGEST_MESSAGE = 600;

interface StoppedContainer {
  readonly Name?: string;
  readonly ExitCode?: number;
  readonly Reason?: string;
}

interface StoppedTask {
  readonly StopCode?: string;
  readonly StoppedReason?: string;
  readonly Containers?: readonly StoppedContainer[];
}

/**
 * Class and plain sentence for a caught failure of the RunExperiment state.
 * @param error error name as Step Functions gives it, for example `States.TaskFailed`.
 * @param cause JSON of the stopped ECS task (PascalCase) or plain text.
 */
export function classifyTaskFailure(error: string, cause: string): { class: FailureClass; message: string } {
  const failure = classify(error, cause);
  return { ...failure, message: failure.message.trim().slice(0, LONGEST_MESSAGE) };
}

function classify(error: string, cause: string): { class: FailureClass; message: string } {
  if (error === 'States.Timeout')
    return { class: 'timeout', message: 'the task ran longer than its state allows and was stopped' };
  const task = parseTask(cause);
  if (task === undefined) return { class: 'infrastructure', message: `${error}: ${cause}` };
  const container = codecContainer(task);
  const reason = container?.Reason ?? task.StoppedReason ?? '';
  const because = reason === '' ? '' : `: ${reason}`;
  const code = container?.ExitCode;
  if (code === TASK_EXIT.stopped || (code === TASK_EXIT.killed && wasStopped(task)))
    return { class: 'stopped', message: `the container was stopped (exit ${code})${because}` };
  switch (code) {
    case undefined:
      return {
        class: 'infrastructure',
        message: `the task ended before it started (${task.StopCode ?? 'no stop code'})${because}`,
      };
    case TASK_EXIT.killed:
      return {
        class: 'out-of-memory',
        message: `the container was killed (exit 137), usually for lack of memory${because}`,
      };
    case TASK_EXIT.diskFull:
      return {
        class: 'disk-full',
        message: 'the task ran out of disk space (exit 14): raise the ephemeral storage or use shorter clips',
      };
    case TASK_EXIT.invalidSpec:
      return {
        class: 'invalid-spec',
        message: 'the stored spec does not fit its schema (exit 15); the task log has the field',
      };
    case TASK_EXIT.ffmpegMissing:
      return { class: 'infrastructure', message: 'the task found no ffmpeg (exit 13)' };
    default:
      return { class: 'infrastructure', message: `the task ended with exit ${code}${because}` };
  }
}

/** The lab's own container: security agents may be injected beside it and listed first. */
function codecContainer({ Containers = [] }: StoppedTask): StoppedContainer | undefined {
  return Containers.find((container) => container.Name === CONTAINER_NAME) ?? Containers[0];
}

function wasStopped({ StopCode }: StoppedTask): boolean {
  return StopCode !== undefined && STOPPED_FROM_OUTSIDE.includes(StopCode);
}

function parseTask(cause: string): StoppedTask | undefined {
  try {
    const value: unknown = JSON.parse(cause);
    return value !== null && typeof value === 'object' ? (value as StoppedTask) : undefined;
  } catch {
    return undefined;
  }
}
