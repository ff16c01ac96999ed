import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Schedule as Cron, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Starts of an iteration, UTC. A rate would count from the deployment and so start a paid run with each new rule. */
export const SCHEDULE_HOURS = [0, 6, 12, 18] as const;

/** Starts an iteration every six hours. */
export class Schedule extends Construct {
  /** Holds the starts that did not reach the workflow. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: { machine: IStateMachine; enabled: boolean }) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.undelivered, { 'AwsSolutions-SQS3': 'It is the dead-letter queue of the rule below.' });
    new Rule(this, 'EverySixHours', {
      description: 'Codec Lab: starts an iteration at 00, 06, 12 and 18 UTC',
      enabled: props.enabled,
      schedule: Cron.cron({ minute: '0', hour: SCHEDULE_HOURS.join(',') }),
      targets: [
        new SfnStateMachine(props.machine, {
          input: RuleTargetInput.fromObject({ trigger: 'schedule' }),
          // A start that is an hour late is better left to the next schedule.
          retryAttempts: 2,
          maxEventAge: Duration.hours(1),
          deadLetterQueue: this.undelivered,
        }),
      ],
    });
  }
}
