import { DescribeTasksCommand, ECSClient, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { CloudExecutions } from '../../../lambdas/planner/executions.ts';
import { stopOrphans, takeLock } from '../../../lambdas/planner/left-executions.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { acquireLock, holdsLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { putReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';
import { CAMPAIGN, givenPlanned, givenReasoning } from '../recorder/given.ts';

const CLUSTER = 'arn:aws:ecs:us-east-1:000000000000:cluster/lab';
const EARLIER = 'arn:aws:states:us-east-1:000000000000:execution:lab:earlier';
const OWN = 'arn:aws:states:us-east-1:000000000000:execution:lab:own';
const NOW = new Date('2026-11-23T12:00:00Z');

const sfn = mockClient(SFNClient);
const ecs = mockClient(ECSClient);
let started: StartedTables;

beforeEach(async () => {
  sfn.reset();
  ecs.reset();
  started = await startTables();
  return started.stop;
});

const ground = () => ({
  tables: started.tables,
  settings: parseSettings({}),
  now: () => NOW,
  executions: new CloudExecutions({ sfn: new SFNClient({}), ecs: new ECSClient({}) }, CLUSTER),
});
const executionIs = (status: 'RUNNING' | 'ABORTED' | 'TIMED_OUT' | 'FAILED' | 'PENDING_REDRIVE') =>
  sfn.on(DescribeExecutionCommand, { executionArn: EARLIER }).resolves({ status });

describe('a lock that another execution holds', () => {
  beforeEach(() => acquireLock(started.tables, EARLIER, NOW, 330));

  it.each(['ABORTED', 'TIMED_OUT', 'FAILED'] as const)(
    'is taken at once from one that is %s',
    async (status) => {
      executionIs(status);
      expect(await takeLock(ground(), OWN)).toEqual({ acquired: true });
      expect(await holdsLock(started.tables, OWN)).toBe(true);
    },
  );

  it('is taken from one that AWS has forgotten', async () => {
    sfn
      .on(DescribeExecutionCommand)
      .rejects(Object.assign(new Error('gone'), { name: 'ExecutionDoesNotExist' }));
    expect(await takeLock(ground(), OWN)).toEqual({ acquired: true });
  });

  it.each(['RUNNING', 'PENDING_REDRIVE'] as const)(
    'is left with one that is %s, and who it is is told',
    async (status) => {
      executionIs(status);
      expect(await takeLock(ground(), OWN)).toMatchObject({ acquired: false, holder: EARLIER });
      expect(await holdsLock(started.tables, EARLIER)).toBe(true);
    },
  );

  it('is left with one that is no execution, and where there is nobody to ask', async () => {
    sfn.on(DescribeExecutionCommand).rejects(Object.assign(new Error('no ARN'), { name: 'InvalidArn' }));
    expect(await takeLock(ground(), OWN)).toMatchObject({ acquired: false });
    expect(await takeLock({ ...ground(), executions: undefined }, OWN)).toMatchObject({ acquired: false });
  });

  it('goes to one of two that want it when its execution has ended', async () => {
    executionIs('ABORTED');
    const attempts = await Promise.all([takeLock(ground(), OWN), takeLock(ground(), `${OWN}-too`)]);
    expect(attempts.filter(({ acquired }) => acquired)).toHaveLength(1);
  });
});

describe('tasks of an execution that was ended from outside', () => {
  const arms = [givenPlanned(0), givenPlanned(1)];
  const task = (taskArn: string, id: string) => ({
    taskArn,
    overrides: { containerOverrides: [{ environment: [{ name: 'EXPERIMENT_ID', value: id }] }] },
  });
  const stop = () => stopOrphans(ground(), CAMPAIGN, 'own');

  beforeEach(async () => {
    await putReasoning(started.tables, { ...givenReasoning(arms), execution_id: EARLIER });
    ecs
      .on(ListTasksCommand)
      .resolvesOnce({ taskArns: ['orphan', 'stranger'], nextToken: 'more' })
      .resolvesOnce({ taskArns: ['other orphan'] });
    ecs
      .on(DescribeTasksCommand, { tasks: ['orphan', 'stranger'] })
      .resolves({ tasks: [task('orphan', arms[0]?.experiment_id ?? ''), task('stranger', 'of-another-lab')] })
      .on(DescribeTasksCommand, { tasks: ['other orphan'] })
      .resolves({ tasks: [task('other orphan', arms[1]?.experiment_id ?? '')] });
    ecs.on(StopTaskCommand).resolves({});
  });

  it('are stopped, all pages of them, and no others', async () => {
    executionIs('TIMED_OUT');
    expect(await stop()).toBe(2);
    const stopped = ecs.commandCalls(StopTaskCommand).map(({ args }) => args[0].input);
    expect(stopped).toEqual([
      { cluster: CLUSTER, task: 'orphan', reason: expect.any(String) },
      { cluster: CLUSTER, task: 'other orphan', reason: expect.any(String) },
    ]);
  });

  it('are left alone while it runs', async () => {
    executionIs('RUNNING');
    expect(await stop()).toBe(0);
    expect(ecs.calls()).toEqual([]);
  });
});
