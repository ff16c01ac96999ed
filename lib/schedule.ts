import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface SixHourlyProps {
  readonly stateMachine: StateMachine;
  readonly enabled: boolean;
}

/** Starts an iteration at 00, 06, 12 and 18 UTC. A cron expression, not a rate: a rate would run at once on deployment. */
export class SixHourly extends Construct {
  constructor(scope: Construct, id: string, { stateMachine, enabled }: SixHourlyProps) {
    super(scope, id);
    const undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new Rule(this, 'Rule', {
      description: 'Codec Lab: an iteration every six hours',
      schedule: Schedule.cron({ minute: '0', hour: '0,6,12,18' }),
      enabled,
      targets: [
        new SfnStateMachine(stateMachine, {
          input: RuleTargetInput.fromObject({ trigger: 'schedule' }),
          // The next one comes in six hours anyway: the defaults of 185 tries in 24 hours would pile up.
          retryAttempts: 2,
          maxEventAge: Duration.hours(1),
          deadLetterQueue: undelivered,
        }),
      ],
    });
  }
}
