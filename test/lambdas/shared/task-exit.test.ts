import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTAINER_NAME, FAILURE_CLASSES } from '../../../lambdas/shared/names.ts';
import { classifyTaskFailure } from '../../../lambdas/shared/task-exit.ts';

const stoppedTask = (ExitCode: number | undefined, rest: Record<string, unknown> = {}) =>
  JSON.stringify({
    StopCode: 'EssentialContainerExited',
    StoppedReason: 'Essential container in task exited',
    Containers: [{ Name: CONTAINER_NAME, ExitCode }],
    ...rest,
  });
const withSidecarFirst = JSON.stringify({
  StopCode: 'EssentialContainerExited',
  Containers: [
    { Name: 'security-agent', ExitCode: 0 },
    { Name: CONTAINER_NAME, ExitCode: 14 },
  ],
});

describe('a failed task', () => {
  it.each([
    ['killed for memory', 'States.TaskFailed', stoppedTask(137), 'out-of-memory', 'exit 137'],
    [
      'killed after a person stopped it',
      'States.TaskFailed',
      stoppedTask(137, { StopCode: 'UserInitiated' }),
      'stopped',
      'exit 137',
    ],
    [
      'interrupted by Spot',
      'States.TaskFailed',
      stoppedTask(143, { StopCode: 'SpotInterruption' }),
      'stopped',
      'exit 143',
    ],
    ['stopped', 'States.TaskFailed', stoppedTask(143), 'stopped', 'exit 143'],
    ['out of disk', 'States.TaskFailed', stoppedTask(14), 'disk-full', 'raise the ephemeral storage'],
    ['out of disk beside another container', 'States.TaskFailed', withSidecarFirst, 'disk-full', 'exit 14'],
    ['without ffmpeg', 'States.TaskFailed', stoppedTask(13), 'infrastructure', 'no ffmpeg'],
    ['with a fault of its own', 'States.TaskFailed', stoppedTask(1), 'infrastructure', 'exit 1: Essential'],
    ['with a fault beside it', 'States.TaskFailed', stoppedTask(0), 'infrastructure', 'exit 0'],
    [
      'that never started',
      'States.TaskFailed',
      JSON.stringify({
        StopCode: 'TaskFailedToStart',
        StoppedReason: 'CannotPullContainerError: no such image',
      }),
      'infrastructure',
      'before it started (TaskFailedToStart): CannotPullContainerError: no such image',
    ],
    ['too long', 'States.Timeout', '', 'timeout', 'longer than its state allows'],
    [
      'without capacity',
      'ECS.AmazonECSException',
      'Capacity is unavailable',
      'infrastructure',
      'ECS.AmazonECSException: Capacity',
    ],
    ['with JSON that is no task', 'States.TaskFailed', 'null', 'infrastructure', 'States.TaskFailed: null'],
  ])('%s', (_case, error, cause, failureClass, words) => {
    expect(classifyTaskFailure(error, cause)).toEqual({
      class: failureClass,
      message: expect.stringContaining(words),
    });
  });

  it('has a class and a sentence that a record can hold, whatever was caught', () => {
    const causes = fc.oneof(
      fc.string({ maxLength: 2000 }),
      fc.json(),
      fc
        .record({ code: fc.option(fc.integer()), reason: fc.string({ maxLength: 2000 }) })
        .map(({ code, reason }) => stoppedTask(code ?? undefined, { StoppedReason: reason })),
    );
    fc.assert(
      fc.property(fc.string(), causes, (error, cause) => {
        const failure = classifyTaskFailure(error, cause);
        expect(FAILURE_CLASSES).toContain(failure.class);
        expect(failure.message.length).toBeLessThanOrEqual(600);
      }),
    );
  });
});
