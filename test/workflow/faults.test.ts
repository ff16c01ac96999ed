import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { STATES } from '../../lambdas/shared/names.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { recentReasonings } from '../../lambdas/shared/stores/reasoning-store.ts';
import type { TaskHandler } from '../../lib/local/handler.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import type { Laboratory } from '../../lib/local/laboratory.ts';
import type { StateEvent } from '../../lib/local/workflow.ts';
import { freshFolder, lockIsFree, ONE_EXPERIMENT, openTestLaboratory } from './laboratory.ts';

type Handlers = Readonly<Record<string, TaskHandler>>;

describe('a fault in an iteration', () => {
  const { folder, remove } = freshFolder();
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await openTestLaboratory(folder);
  });
  afterAll(async () => {
    expect(await lockIsFree(laboratory)).toBe(true);
    await laboratory[Symbol.asyncDispose]();
    await remove();
  });

  /** Oldest first. */
  async function recordsOf(campaign: string) {
    const { records } = await recentExperiments(laboratory.tables, campaign, 50);
    return [...records].reverse();
  }

  /** Lets a state's handler fail once by a name, and then do its work. */
  function failingOnce(handlers: Handlers, state: string, name: string): Handlers {
    let tries = 0;
    return {
      ...handlers,
      [state]: async (input) => {
        tries += 1;
        if (tries === 1) throw Object.assign(new Error('{}'), { name });
        return handlers[state]?.(input);
      },
    };
  }

  it('of one arm leaves its siblings alone', async () => {
    const ending = await runIteration(laboratory, {
      name: 'one-arm',
      input: { campaign: 'one-arm', arms: 2 },
      standIns: (handlers) => ({
        ...handlers,
        // The first arm's task is told to run an experiment that nobody planned, and ends with an exit code of its own.
        [STATES.runExperiment]: (input) =>
          handlers[STATES.runExperiment]?.(JSON.parse(JSON.stringify(input).replace(/-01"/, '-99"'))) ??
          Promise.reject(new Error('no such state')),
      }),
    });

    expect(ending).toMatchObject({ kind: 'done' });
    const [first, second] = await recordsOf('one-arm');
    expect(first).toMatchObject({ status: 'failed', failure: { class: 'infrastructure' } });
    expect(first?.failure?.message).toContain('exit 11');
    expect(second).toMatchObject({ status: 'succeeded', failure: null });
  });

  it('of a clip that nothing can read is data: every arm says so and the iteration is done', async () => {
    await laboratory.store.put(`${artifactKeys.clips('broken')}broken.mkv`, 'these are words and no video');
    const ending = await runIteration(laboratory, { name: 'broken', input: { campaign: 'broken', arms: 2 } });

    expect(ending).toMatchObject({ kind: 'done' });
    const records = await recordsOf('broken');
    expect(records).toHaveLength(2);
    for (const record of records)
      expect(record).toMatchObject({ status: 'failed', failure: { class: 'clip-unreadable' } });
  });

  it.each([
    [{ arms: 0 }, 'InvalidRunInput', 'arms'],
    [{ campaign: 'No Such Name' }, 'InvalidRunInput', 'campaign'],
    [{ plan: { decision: 'run' } }, 'InvalidRunInput', 'plan'],
    [
      { experiment: { encoder: 'libx264', parameters: { preset: 'fast; rm -rf /' } } },
      'InvalidRunInput',
      'preset',
    ],
  ])('of the input %j ends the execution by name and says which field', async (input, error, field) => {
    const ending = await runIteration(laboratory, { name: `input-${field}`, input: input as never });

    expect(ending).toMatchObject({ kind: 'failed', error, cause: expect.stringContaining(field) });
    expect(await lockIsFree(laboratory)).toBe(true);
  });

  it('of a service is retried, in every state that calls one', async () => {
    const faults = [
      [STATES.plan, 'Lambda.ServiceException'],
      [STATES.runExperiment, 'ECS.ServerException'],
      [STATES.recordResult, 'Lambda.TooManyRequestsException'],
      [STATES.conclude, 'Lambda.SdkClientException'],
    ] as const;
    const events: StateEvent[] = [];
    const ending = await runIteration(laboratory, {
      name: 'retried',
      input: { campaign: 'retried', experiment: ONE_EXPERIMENT },
      onState: (event) => void events.push(event),
      standIns: (handlers) =>
        faults.reduce<Handlers>((before, [state, fault]) => failingOnce(before, state, fault), handlers),
      retryWaits: Object.fromEntries(faults.map(([state]) => [state, 10])),
    });

    expect(ending).toMatchObject({ kind: 'done' });
    const retried = events.filter(({ kind }) => kind === 'retried').map(({ state }) => state);
    expect(retried).toEqual(faults.map(([state]) => state));
    expect(await recordsOf('retried')).toMatchObject([{ status: 'succeeded' }]);
  });

  it('of the recording is made good by the conclusion', async () => {
    const ending = await runIteration(laboratory, {
      name: 'unrecorded',
      input: { campaign: 'unrecorded', experiment: ONE_EXPERIMENT },
      standIns: (handlers) => failingOnce(handlers, STATES.recordResult, 'Unforeseen'),
    });

    expect(ending).toMatchObject({ kind: 'done' });
    expect(await recordsOf('unrecorded')).toMatchObject([{ status: 'succeeded' }]);
    const [reasoning] = await recentReasonings(laboratory.tables, 'unrecorded', 1);
    expect(reasoning).toMatchObject({ mode: 'manual', outcome: { verdict: expect.any(String) } });
  });
});
