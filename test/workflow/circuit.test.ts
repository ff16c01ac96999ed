import { describe, expect, it } from 'vitest';
import { CONTAINER_NAME, STATES } from '../../lambdas/shared/names.ts';
import { getCircuit, resumeCircuit } from '../../lambdas/shared/stores/circuit-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { taskError } from '../../lib/local/handler.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import type { GivenInput } from '../../lib/local/workflow.ts';
import { lockIsFree, testLaboratory } from './laboratory.ts';

const CAMPAIGN = 'broken-image';

describe('an image that cannot run anything', () => {
  const laboratory = testLaboratory();
  let iterations = 0;
  let tasks = 0;

  /** One iteration whose tasks all end like one without ffmpeg. */
  const iterate = (input: GivenInput = {}) => {
    iterations += 1;
    return runIteration(laboratory(), {
      name: `circuit-${iterations}`,
      input: { campaign: CAMPAIGN, arms: 3, ...input },
      standIns: (handlers) => ({
        ...handlers,
        [STATES.runExperiment]: async () => {
          tasks += 1;
          const Containers = [{ Name: CONTAINER_NAME, ExitCode: TASK_EXIT.ffmpegMissing }];
          throw taskError('States.TaskFailed', { StopCode: 'EssentialContainerExited', Containers });
        },
      }),
    });
  };
  const open = async () => (await getCircuit(laboratory().tables, CAMPAIGN)).open;

  it('is paid for six times and then no more, until a person resumes; again after that', async () => {
    expect(await iterate()).toMatchObject({ kind: 'done' });
    expect(await iterate()).toMatchObject({ kind: 'done' });
    expect(tasks).toBe(6);

    for (const _ of [3, 4])
      expect(await iterate()).toMatchObject({
        kind: 'declined',
        plan: { reason: expect.stringMatching(/circuit breaker is open.*6 experiments.*no ffmpeg.*resume/) },
      });
    expect(await iterate({ dryRun: true, resume: true })).toMatchObject({
      plan: { reason: expect.stringContaining('circuit breaker is open') },
    });
    expect(tasks).toBe(6);
    expect(await lockIsFree(laboratory())).toBe(true);

    expect(await iterate({ resume: true })).toMatchObject({ kind: 'done' });
    expect(await open()).toBe(false);
    expect(await iterate()).toMatchObject({ kind: 'done' });
    expect(await iterate()).toMatchObject({ kind: 'declined' });
    expect(tasks).toBe(12);

    expect(await resumeCircuit(laboratory().tables, CAMPAIGN)).toBe(true);
    expect(await resumeCircuit(laboratory().tables, CAMPAIGN)).toBe(false);
    expect(await iterate()).toMatchObject({ kind: 'done' });
    const { records } = await recentExperiments(laboratory().tables, CAMPAIGN, 50);
    expect(records).toHaveLength(15);
  });
});
