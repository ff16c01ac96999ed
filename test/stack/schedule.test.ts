import { expect, it } from 'vitest';
import { RunInput } from '../../lambdas/shared/workflow.ts';
import { only, template } from './synthesised.ts';

const rule = only('AWS::Events::Rule').Properties;

it('starts an iteration at 00, 06, 12 and 18 UTC, and not at the moment of deployment', () => {
  expect(rule).toMatchObject({ ScheduleExpression: 'cron(0 0,6,12,18 * * ? *)', State: 'ENABLED' });
});

it('sends an input that the planner takes', () => {
  expect(RunInput.parse(JSON.parse(rule.Targets[0].Input))).toMatchObject({
    trigger: 'schedule',
    campaign: 'default',
    dryRun: false,
  });
});

it('gives up after an hour and keeps what was not delivered', () => {
  expect(rule.Targets[0]).toMatchObject({
    RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
    DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ScheduleUndelivered/), 'Arn'] } },
  });
  template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 3600 });
});

it('may start this workflow and nothing else', () => {
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: rule.Targets[0].Arn }],
    },
  });
});
