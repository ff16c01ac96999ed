import { Aws, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import { ofLaboratory, ofScheduledCampaign, PERIOD } from './metrics.ts';

export interface AlarmsProps {
  readonly config: Config;
  readonly machine: StateMachine;
  readonly undelivered: IQueue;
}

/** Hours without a recorded experiment after which something is wrong: two runs, and an hour for the second to end. */
const STALE_HOURS = 13;

/** Share of the month's cap at which a person should know. */
const WARNING_SHARE = 0.8;

/** What is compared, and when it is wrong. */
type Watched = Pick<AlarmProps, 'metric' | 'threshold'> & Partial<AlarmProps>;

/** The few things that a person must hear of. Each has a section in docs/runbook.md, which its description names. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { config, machine, undelivered }: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Codec Lab', enforceSSL: true });
    letPublish(this.topic, 'cloudwatch.amazonaws.com');
    if (config.alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(config.alarmEmail));
    const cap = config.settings.monthly_cap_usd;
    this.all = [
      this.#alarm('ExecutionFailed', 'A run failed, timed out or was aborted.', {
        metric: endedBadly(machine),
        threshold: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
      // Where nothing is scheduled, silence is what was asked for.
      ...(config.scheduleEnabled ? [this.#nothingRecorded()] : []),
      this.#alarm('StartNotDelivered', 'A scheduled start did not reach the workflow.', {
        metric: undelivered.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(15),
          statistic: 'Maximum',
        }),
        threshold: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
      this.#alarm(
        'BudgetAt80Percent',
        `This month has cost 80 % of its ${cap} USD, what is set aside included.`,
        {
          metric: ofLaboratory('monthCost'),
          threshold: WARNING_SHARE * cap,
        },
      ),
      this.#alarm('BudgetUsedUp', `This month's ${cap} USD are used up: experiments are refused.`, {
        metric: ofLaboratory('budgetRefusals'),
        threshold: 1,
      }),
      this.#alarm(
        'CircuitOpen',
        'Run after run of the scheduled campaign failed for the machinery: it plans nothing until a person resumes.',
        {
          // Each campaign has a breaker of its own: another one's 0 must not end this alarm.
          metric: ofScheduledCampaign('circuitOpen', { statistic: 'Maximum', period: PERIOD }),
          threshold: 1,
        },
      ),
    ];
  }

  #nothingRecorded(): Alarm {
    return this.#alarm('NothingRecorded', `No experiment was recorded for ${STALE_HOURS} hours.`, {
      metric: ofScheduledCampaign('experimentsRecorded', { statistic: 'Sum', period: Duration.hours(1) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: STALE_HOURS,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  /** An alarm that writes to the topic. Without data, which comes once in six hours, it stays as it was. */
  #alarm(id: string, description: string, watched: Watched): Alarm {
    const alarm = new Alarm(this, id, {
      alarmName: `${Stack.of(this).stackName}-${id}`,
      alarmDescription: `${description} See docs/runbook.md#${id.toLowerCase()}.`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.IGNORE,
      ...watched,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}

function endedBadly(machine: StateMachine): MathExpression {
  const counted = { period: Duration.minutes(15), statistic: 'Sum' };
  return new MathExpression({
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    usingMetrics: {
      failed: machine.metricFailed(counted),
      timedOut: machine.metricTimedOut(counted),
      aborted: machine.metricAborted(counted),
    },
    period: Duration.minutes(15),
    label: 'runs that did not end well',
  });
}

/** A topic with a policy of its own no longer trusts its account's services: each that writes to it is named. */
export function letPublish(topic: ITopic, service: string): void {
  topic.grantPublish(
    new ServicePrincipal(service, { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }),
  );
}
