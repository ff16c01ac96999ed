import type { FailureClass } from './names.ts';

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
  killed: 137,
  stopped: 143,
} as const;

interface StoppedTask {
  readonly StopCode?: string;
  readonly StoppedReason?: string;
  readonly Containers?: readonly { readonly ExitCode?: number; readonly Reason?: string }[];
}

/**
 * Class and plain sentence for a caught failure of the RunExperiment state.
 * @param error error name as Step Functions gives it, for example `States.TaskFailed`.
 * @param cause JSON of the stopped ECS task (PascalCase) or plain text.
 */
export function classifyTaskFailure(error: string, cause: string): { class: FailureClass; message: string } {
  if (error === 'States.Timeout')
    return { class: 'timeout', message: 'the task ran longer than its state allows and was stopped' };
  const task = parseTask(cause);
  if (task === undefined) return { class: 'infrastructure', message: `${error}: ${cause}`.slice(0, 600) };
  const code = task.Containers?.[0]?.ExitCode;
  const reason = task.Containers?.[0]?.Reason ?? task.StoppedReason ?? '';
  switch (code) {
    case TASK_EXIT.killed:
      return {
        class: 'out-of-memory',
        message: `the container was killed (exit 137), usually for lack of memory ${reason}`.trim(),
      };
    case TASK_EXIT.stopped:
      return { class: 'stopped', message: `the container was stopped (exit 143) ${reason}`.trim() };
    case TASK_EXIT.diskFull:
      return {
        class: 'disk-full',
        message: 'the task ran out of disk space (exit 14): raise the ephemeral storage or use shorter clips',
      };
    case TASK_EXIT.ffmpegMissing:
      return { class: 'infrastructure', message: 'the task found no ffmpeg (exit 13)' };
    default:
      return {
        class: 'infrastructure',
        message:
          `the task ended ${code === undefined ? `before it started (${task.StopCode ?? 'no stop code'})` : `with exit ${code}`} ${reason}`
            .trim()
            .slice(0, 600),
      };
  }
}

function parseTask(cause: string): StoppedTask | undefined {
  try {
    const value: unknown = JSON.parse(cause);
    return value !== null && typeof value === 'object' ? (value as StoppedTask) : undefined;
  } catch {
    return undefined;
  }
}
