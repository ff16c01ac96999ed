import { describe, expect, it } from 'vitest';
import { putPlannedExperiment } from '../../../lambdas/shared/stores/experiment-store.ts';
import { givenPlanned } from './given.ts';

import { givenRun, isMarked, printed, recordFailure, started, stored, summary } from './recorder-ground.ts';

describe('record-failure', () => {
  const killed = {
    Error: 'States.TaskFailed',
    Cause: JSON.stringify({
      StopCode: 'EssentialContainerExited',
      Containers: [{ Name: 'codec-task', ExitCode: 137 }],
    }),
  };

  it('stores the class, and the spec may be planned again', async () => {
    const planned = givenPlanned();
    await putPlannedExperiment(started.tables, planned);

    await recordFailure(planned, killed);
    await recordFailure(planned, { Error: 'States.Timeout' });

    expect(await stored(planned)).toMatchObject({ status: 'failed', failure: { class: 'out-of-memory' } });
    expect(await isMarked(planned)).toBe(false);
    expect((await summary()).counts.by_class).toEqual({ 'out-of-memory': 1 });
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      ...{ ExperimentsFailed: 1, status: 'failed' },
      message: expect.stringMatching(/^[a-z-]+: ./),
    });
  });

  it('keeps what a stopped task had measured', async () => {
    const planned = await givenRun(givenPlanned(), { status: 'partial' });

    await recordFailure(planned, { Error: 'States.Timeout' });

    expect(await stored(planned)).toMatchObject({
      status: 'failed',
      failure: { class: 'timeout' },
      measurement: { bd_rate_percent: null, clips: [{ bd_rate_percent: -6.1 }] },
    });
  });

  it('takes a complete result although the task failed afterwards, and says so', async () => {
    const planned = await givenRun(givenPlanned());

    expect(await recordFailure(planned, killed)).toMatchObject({
      status: 'succeeded',
      bd_rate_percent: -6.1,
    });

    expect((await stored(planned))?.['verdict_reason']).toContain(
      'the task failed after it had measured everything',
    );
    expect(await isMarked(planned)).toBe(true);
  });
});
