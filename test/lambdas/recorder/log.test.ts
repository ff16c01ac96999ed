import { expect, it } from 'vitest';
import { idsOf, recordingTold } from '../../../lambdas/recorder/log.ts';

const ARM = { campaign: 'default', reasoning_id: 'r', experiment_id: 'r-01' };

it.each([
  [
    { action: 'record-result', ...ARM },
    { campaign: 'default', run_id: 'r', experiment_id: 'r-01' },
  ],
  [
    { action: 'conclude', execution_id: 'arn', state: { input: { campaign: 'films' } } },
    { campaign: 'films', execution_id: 'arn', run_id: undefined },
  ],
  ['nonsense', {}],
])('the log tells of %j which run and experiment it is about', (event, ids) => {
  expect(idsOf(event)).toEqual(ids);
});

it('the log tells a failed run by its error and a recorded experiment by its status and figure', () => {
  const failed = { failed: true, error: 'NoPlan', cause: 'no plan', summary: 'nothing was planned' };
  expect(recordingTold(failed)).toMatchObject({
    ...{ level: 'error', error: 'NoPlan' },
    message: 'nothing was planned; NoPlan: no plan',
  });
  const answer = { experiment_id: 'r-01', status: 'succeeded', verdict: 'confirmed', bd_rate_percent: -6.1 };
  expect(recordingTold(answer)).toMatchObject({ status: 'succeeded', bd_rate_percent: -6.1 });
});
