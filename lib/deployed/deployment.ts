import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { SFNClient } from '@aws-sdk/client-sfn';
import { documentClient, type Tables } from '../../lambdas/shared/stores/document-client.ts';
import { S3ArtifactStore } from '../../lambdas/shared/stores/s3-artifact-store.ts';
import { NAMED_OUTPUTS } from '../stack-names.ts';
import { DeploymentError } from './faults.ts';

/** A laboratory in an account, as its stack names its parts. Region and credentials come from the SDK's default chain. */
export interface Deployment extends Disposable {
  readonly stackName: string;
  readonly stateMachine: string;
  readonly bucket: string;
  readonly tables: Tables;
  readonly store: S3ArtifactStore;
  /** Log groups by who writes them. */
  readonly logGroups: Readonly<Record<LogSource, string>>;
  readonly workflow: SFNClient;
  readonly logs: CloudWatchLogsClient;
}

export const LOG_SOURCES = ['planner', 'task', 'recorder'] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

/**
 * Finds a laboratory by the outputs of its stack.
 * @throws DeploymentError when there is no such stack in this account and region, or one of before these outputs.
 */
export async function openDeployment(stackName: string): Promise<Deployment> {
  const outputs = await outputsOf(stackName);
  const named = (name: keyof typeof NAMED_OUTPUTS) => {
    const value = outputs.get(NAMED_OUTPUTS[name]);
    if (value !== undefined) return value;
    throw new DeploymentError(
      `stack ${stackName} has no output ${NAMED_OUTPUTS[name]}: it is of an earlier version, bring it up to date with npm run deploy`,
    );
  };
  const bucket = named('artifactsBucket');
  const clients = {
    tables: documentClient(),
    workflow: new SFNClient({}),
    logs: new CloudWatchLogsClient({}),
  };
  return {
    ...{ stackName, bucket, stateMachine: named('stateMachine') },
    tables: {
      client: clients.tables,
      experiments: named('experimentsTable'),
      reasoning: named('reasoningTable'),
    },
    store: new S3ArtifactStore(bucket),
    logGroups: { planner: named('plannerLog'), task: named('taskLog'), recorder: named('recorderLog') },
    workflow: clients.workflow,
    logs: clients.logs,
    [Symbol.dispose]: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

async function outputsOf(stackName: string): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient({});
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    // CloudFormation has no error of its own for a stack that is not there.
    if (error instanceof Error && /does not exist/.test(error.message))
      throw new DeploymentError(
        `there is no stack ${stackName} in this account and region: deploy it with npm run deploy, or set AWS_PROFILE and AWS_REGION to where it is`,
      );
    throw error;
  } finally {
    client.destroy();
  }
}
