import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CodecRunner } from './codec-runner.ts';
import type { LabConfig } from './config.ts';
import { LabDashboard } from './dashboard.ts';
import { Planning } from './planning.ts';
import { Recording } from './recording.ts';
import { SixHourly } from './schedule.ts';
import { Storage } from './storage.ts';
import { Workflow } from './workflow.ts';

export interface CodecLabStackProps extends StackProps {
  readonly config: LabConfig;
}

/** The laboratory: one construct per capability. */
export class CodecLabStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: CodecLabStackProps) {
    super(scope, id, { description: 'Codec Lab: a serverless laboratory for video codecs', ...props });
    const storage = new Storage(this, 'Storage', config);
    const { planner } = new Planning(this, 'Planning', { config, storage });
    const { recorder } = new Recording(this, 'Recording', { storage });
    const runner = new CodecRunner(this, 'CodecRunner', { storage });
    const { maxConcurrency } = config;
    const { stateMachine } = new Workflow(this, 'Workflow', { planner, recorder, runner, maxConcurrency });
    new SixHourly(this, 'Schedule', { stateMachine, enabled: config.schedule });
    const { dashboard } = new LabDashboard(this, 'Dashboard', { stateMachine });

    const console = `https://${this.region}.console.aws.amazon.com`;
    this.#output(
      'StateMachineConsole',
      `${console}/states/home?region=${this.region}#/statemachines/view/${stateMachine.stateMachineArn}`,
    );
    this.#output(
      'DashboardConsole',
      `${console}/cloudwatch/home?region=${this.region}#dashboards:name=${dashboard.dashboardName}`,
    );
    this.#output(
      'ReasoningTableConsole',
      `${console}/dynamodbv2/home?region=${this.region}#item-explorer?table=${storage.reasoning.tableName}`,
    );
    this.#output('ArtifactsBucket', storage.artifacts.bucketName);
    this.#output('ExampleInput', '{"campaign": "default", "arms": 3}');
  }

  #output(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}
