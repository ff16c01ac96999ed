import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import { deployedProgram } from '../../../lib/deployed/command/program.ts';
import { main } from '../../../lib/local/command/main.ts';
import { NAMED_OUTPUTS } from '../../../lib/stack-names.ts';
import { startTables } from '../../support/tables.ts';

export const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:lab';
export const executionArn = (name: string) => `arn:aws:states:eu-west-1:123456789012:execution:lab:${name}`;
export const STARTED = new Date('2026-11-23T06:00:00Z');

/** An account whose every service is imitated but the tables, which are real ones in memory. */
export async function openAccount() {
  const { tables, endpoint, stop } = await startTables();
  const cloudFormation = mockClient(CloudFormationClient);
  const workflow = mockClient(SFNClient);
  const logs = mockClient(CloudWatchLogsClient);
  const bucket = mockClient(S3Client);
  const mocks = [cloudFormation, workflow, logs, bucket];
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'none');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'none');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
  const values: Record<keyof typeof NAMED_OUTPUTS, string> = {
    ...{ stateMachine: MACHINE, artifactsBucket: 'artifacts-of-the-lab' },
    ...{ experimentsTable: tables.experiments, reasoningTable: tables.reasoning },
    ...{ plannerLog: '/lab/planner', taskLog: '/lab/task', recorderLog: '/lab/recorder' },
  };
  const outputs = Object.entries(values).map(([name, OutputValue]) => ({
    OutputKey: NAMED_OUTPUTS[name as keyof typeof NAMED_OUTPUTS],
    OutputValue,
  }));
  const stack = (Outputs = outputs) =>
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [{ StackName: 'CodecLab', CreationTime: STARTED, StackStatus: 'CREATE_COMPLETE', Outputs }],
    });
  return {
    ...{ tables, cloudFormation, workflow, logs, bucket, outputs, stack },
    /** A run that is there, and the newest one. */
    run: (
      name: string,
      described: Partial<{ status: 'RUNNING' | 'SUCCEEDED' | 'FAILED'; output: string }>,
    ) => {
      const run = { executionArn: executionArn(name), name, startDate: STARTED, stateMachineArn: MACHINE };
      const status = described.status ?? 'RUNNING';
      workflow.on(DescribeExecutionCommand).resolves({ ...run, ...described, status });
      workflow.on(ListExecutionsCommand).resolves({ executions: [{ ...run, status }] });
    },
    reset: () => {
      for (const mock of mocks) mock.reset();
      stack();
      // Nothing has run.
      workflow.on(ListExecutionsCommand).resolves({ executions: [] });
      workflow.on(GetExecutionHistoryCommand).resolves({ events: [] });
    },
    close: async () => {
      for (const mock of mocks) mock.restore();
      vi.unstubAllEnvs();
      await stop();
    },
  };
}

/** Types a command. */
export async function typed(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const hear = (stream: NodeJS.WriteStream, name: keyof typeof texts) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      texts[name] += String(text);
      return true;
    });
  const ears = [hear(process.stdout, 'out'), hear(process.stderr, 'err')];
  try {
    return { code: await main(words, deployedProgram), ...texts };
  } finally {
    for (const ear of ears) ear.mockRestore();
  }
}
