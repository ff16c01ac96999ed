import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import validate from 'asl-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SPOT_STATES, STATES } from '../../lambdas/shared/names.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { readAssembly } from '../../lib/local/cloud-assembly.ts';
import { taskError } from '../../lib/local/handler.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import { type Laboratory, openLaboratory } from '../../lib/local/laboratory.ts';
import { synthesise } from '../../lib/synthesise.ts';
import { TEST_CONTEXT } from '../support/synthesis.ts';
import { freshFolder, ONE_EXPERIMENT } from './laboratory.ts';

/** What ECS tells of tasks that Spot ended or could not place. */
const TAKEN_BACK = {
  'an interruption': taskError('States.TaskFailed', {
    ...{ StopCode: 'SpotInterruption', StoppedReason: 'Your Spot Task was interrupted.' },
    Containers: [{ Name: 'codec-task', ExitCode: 137 }],
  }),
  'no capacity': taskError('ECS.AmazonECSException', {
    errorMessage:
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
  }),
};
const CRASHED = taskError('States.TaskFailed', {
  ...{ StopCode: 'EssentialContainerExited', StoppedReason: 'Essential container in task exited' },
  Containers: [{ Name: 'codec-task', ExitCode: 1 }],
});

describe('tasks on Spot', () => {
  const open = new AsyncDisposableStack();
  let laboratory: Laboratory;

  beforeAll(async () => {
    const outdir = mkdtempSync(join(tmpdir(), 'codec-lab-spot-'));
    open.defer(() => rmSync(outdir, { recursive: true, force: true }));
    synthesise({ outdir, context: { ...TEST_CONTEXT, spot: true } });
    const { folder, remove } = freshFolder();
    open.defer(remove);
    const machine = { PATH: process.env['PATH'], TMPDIR: tmpdir() };
    laboratory = open.use(await openLaboratory({ folder, machine, synthesise: () => outdir }));
    const { isValid } = validate(readAssembly(outdir).definition as never, {
      checkPaths: true,
      checkArn: false,
    });
    expect(isValid).toBe(true);
  });
  afterAll(() => open.disposeAsync());

  const run = async (name: string, preset: string, fault: Error) => {
    const onDemand: string[] = [];
    await runIteration(laboratory, {
      name,
      input: { experiment: { ...ONE_EXPERIMENT, parameters: { preset } } },
      retryWaits: { [STATES.runExperiment]: 0 },
      standIns: (handlers) => ({
        ...handlers,
        [STATES.runExperiment]: async () => {
          throw fault;
        },
        [SPOT_STATES.runOnDemand]: async (input) => {
          onDemand.push(JSON.stringify(input));
          return handlers[SPOT_STATES.runOnDemand]?.(input);
        },
      }),
    });
    const { records } = await recentExperiments(laboratory.tables, 'default', 1);
    return { onDemand, record: records[0] };
  };

  it.each([
    ['an interruption', 'ultrafast'],
    ['no capacity', 'superfast'],
  ] as const)('given %s, run again on demand and are recorded once', async (fault, preset) => {
    const { onDemand, record } = await run(`after-${preset}`, preset, TAKEN_BACK[fault]);

    expect(onDemand).toHaveLength(1);
    expect(onDemand[0]).toContain('"LaunchType":"FARGATE"');
    expect(record).toMatchObject({ status: 'succeeded', spec: { parameters: { preset } } });
  });

  it('given a fault of their own, are not run again', async () => {
    const { onDemand, record } = await run('crashed', 'veryfast', CRASHED);

    expect(onDemand).toEqual([]);
    expect(record).toMatchObject({ status: 'failed' });
  });

  it('ask for Spot first, which an on-demand launch type would exclude', () => {
    const { States } = laboratory.assembly.definition;
    const map = States[STATES.runArms] as unknown as {
      ItemProcessor: { States: Record<string, { Parameters: Record<string, unknown> }> };
    };
    const parameters = map.ItemProcessor.States[STATES.runExperiment]?.Parameters;

    expect(parameters).toMatchObject({ CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT' }] });
    expect(parameters).not.toHaveProperty('LaunchType');
  });
});
