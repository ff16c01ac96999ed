import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { letPublish } from './alarms.ts';

/**
 * AWS's own budget over the bill of the whole account: what the laboratory's ledger cannot know, such as its prices having
 * changed. Told to the alarms' topic at 80 % spent and where all of it is forecast to be.
 */
export class BillAlert extends Construct {
  constructor(scope: Construct, id: string, { limitUsd, topic }: { limitUsd: number; topic: ITopic }) {
    super(scope, id);
    letPublish(topic, 'budgets.amazonaws.com');
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const notice = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
      },
      subscribers,
    });
    new CfnBudget(this, 'Bill', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: limitUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: [notice('ACTUAL', 80), notice('FORECASTED', 100)],
    });
  }
}
