import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { putReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import { conclude, EXECUTION, isLockFree, outcome, planOf } from './concluding.ts';
import { givenPlanned, givenReasoning, RECORDED_AT } from './given.ts';
import { givenRun, started, stored } from './recorder-ground.ts';

describe('conclude after a failure of the workflow', () => {
  beforeEach(async () => {
    await acquireLock(started.tables, EXECUTION, new Date(RECORDED_AT), 10);
  });

  it('fails with the planner’s own words when nothing was planned, and releases the lock', async () => {
    const failure = {
      Error: 'InvalidRunInput',
      Cause: JSON.stringify({
        errorType: 'InvalidRunInput',
        errorMessage: 'arms must be 1 to 8, got 0',
        trace: [],
      }),
    };

    expect(await conclude({ failure })).toEqual({
      failed: true,
      error: 'InvalidRunInput',
      cause: 'arms must be 1 to 8, got 0',
      summary: 'nothing was planned',
    });
    expect(await isLockFree()).toBe(true);
  });

  it('concludes the arms and still fails when the map failed', async () => {
    const arm = await givenRun(givenPlanned(0));
    await putReasoning(started.tables, givenReasoning([arm]));

    const answer = await conclude({ plan: planOf([arm]), failure: { Error: 'States.DataLimitExceeded' } });

    expect(answer).toMatchObject({ failed: true, error: 'States.DataLimitExceeded' });
    expect(await outcome()).toMatchObject({ verdict: 'confirmed' });
  });

  it('releases the lock when it cannot read the reasoning, and fails by name', async () => {
    const arm = await givenRun(givenPlanned(0));

    await expect(conclude({ plan: planOf([arm]) })).rejects.toMatchObject({ name: 'InvalidRecord' });

    expect(await stored(arm)).toMatchObject({ status: 'succeeded' });
    expect(await isLockFree()).toBe(true);
  });

  it('fails with the planner’s words also when the refused input had a field named plan', async () => {
    const failure = { Error: 'InvalidRunInput', Cause: 'plan is no field of the input' };

    expect(await conclude({ plan: 'a person typed this', failure })).toMatchObject({
      error: 'InvalidRunInput',
      summary: 'nothing was planned',
    });
  });

  it('releases the lock when its own event breaks the contract', async () => {
    await expect(conclude('no state')).rejects.toMatchObject({ name: 'InvalidRecord' });

    expect(await isLockFree()).toBe(true);
  });

  it('leaves a lock that another execution holds', async () => {
    await acquireLock(started.tables, 'another', new Date(Date.parse(RECORDED_AT) + 3_600_000), 10);

    await conclude({ failure: { Error: 'States.TaskFailed' } });

    const lock = await started.tables.client.send(
      new GetCommand({
        TableName: started.tables.experiments,
        Key: { campaign: '#lock', experiment_id: 'iteration' },
      }),
    );
    expect(lock.Item?.['owner']).toBe('another');
  });
});
