import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Dashboard as CloudWatchDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { NAMED_OUTPUTS } from './stack-names.ts';
import type { Storage } from './storage.ts';

export interface OutputsProps {
  readonly machine: StateMachine;
  readonly dashboard: CloudWatchDashboard;
  readonly storage: Storage;
  readonly topic: ITopic;
  readonly viewers: IManagedPolicy;
  readonly logs: Readonly<Record<'planner' | 'task' | 'recorder', ILogGroup>>;
}

/** What a person needs after a deployment: where to look, where to start a run and with what. */
export function addOutputs(stack: Stack, props: OutputsProps): void {
  const { machine, dashboard, storage, topic, viewers, logs } = props;
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
    [NAMED_OUTPUTS.artifactsBucket]: [storage.artifacts.bucketName, 'Results, bitstreams and own clips'],
    [NAMED_OUTPUTS.stateMachine]: [machine.stateMachineArn, 'For npm run aws; likewise the next ones'],
    [NAMED_OUTPUTS.experimentsTable]: [storage.experiments.tableName, 'Experiments, summaries, ledger'],
    [NAMED_OUTPUTS.reasoningTable]: [storage.reasoning.tableName, 'Reasoning'],
    [NAMED_OUTPUTS.plannerLog]: [logs.planner.logGroupName, 'What the planner says'],
    [NAMED_OUTPUTS.taskLog]: [logs.task.logGroupName, 'What the codec tasks say'],
    [NAMED_OUTPUTS.recorderLog]: [logs.recorder.logGroupName, 'What the recorder says'],
  };
  for (const [id, [value, description]] of Object.entries(outputs))
    new CfnOutput(stack, id, { value, description });
}
