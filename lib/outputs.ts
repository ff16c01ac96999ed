import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Dashboard as CloudWatchDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Storage } from './storage.ts';

export interface OutputsProps {
  readonly machine: StateMachine;
  readonly dashboard: CloudWatchDashboard;
  readonly storage: Storage;
  readonly topic: ITopic;
  readonly viewers: IManagedPolicy;
}

/** What a person needs after a deployment: where to look, where to start a run and with what. */
export function addOutputs(stack: Stack, props: OutputsProps): void {
  const { machine, dashboard, storage, topic, viewers } = props;
  const { region } = stack;
  const inConsole = (path: string) => `https://${region}.console.aws.amazon.com/${path}`;
  const table = (name: string) => inConsole(`dynamodbv2/home?region=${region}#table?name=${name}`);
  const outputs: Record<string, [value: string, description: string]> = {
    StateMachineConsole: [
      inConsole(`states/home?region=${region}#/statemachines/view/${machine.stateMachineArn}`),
      'Runs, and Start execution for one by hand',
    ],
    ExampleInput: [JSON.stringify({ campaign: 'default', arms: 3 }), 'Input of a run by hand; {} is one too'],
    DashboardConsole: [
      inConsole(`cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`),
      'Whether it runs and whether it gets better',
    ],
    ReasoningTableConsole: [table(storage.reasoning.tableName), 'Why each iteration ran what it ran'],
    ExperimentsTableConsole: [table(storage.experiments.tableName), 'What each experiment came to'],
    DashboardViewersPolicy: [
      viewers.managedPolicyArn,
      'Attach it to whoever looks at the dashboard, beside CloudWatchReadOnlyAccess',
    ],
    AlarmsTopic: [topic.topicArn, 'Subscribe to it whoever is to hear of alarms'],
    ArtifactsBucket: [storage.artifacts.bucketName, 'Results, bitstreams and own clips'],
  };
  for (const [id, [value, description]] of Object.entries(outputs))
    new CfnOutput(stack, id, { value, description });
}
