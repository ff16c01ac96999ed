import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConditionalCheckFailedException, ThrottlingException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { updateSummary } from '../../../lambdas/recorder/update-summary.ts';
import { ENVIRONMENT } from '../../../lambdas/shared/names.ts';
import { documentClient } from '../../../lambdas/shared/stores/document-client.ts';
import { emptySummary } from '../../../lambdas/shared/summary.ts';
import { givenPlanned } from './given.ts';

const TABLES = { experiments: 'experiments-of-a-test', reasoning: 'reasoning-of-a-test' };
const dynamo = mockClient(DynamoDBDocumentClient);
const throttled = new ThrottlingException({ message: 'slow down', $metadata: {} });
const conflict = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-handler-'));
  vi.stubEnv(ENVIRONMENT.experimentsTable, TABLES.experiments);
  vi.stubEnv(ENVIRONMENT.reasoningTable, TABLES.reasoning);
  vi.stubEnv(ENVIRONMENT.artifactsUrl, pathToFileURL(folder).href);
  vi.stubEnv('AWS_REGION', 'us-east-1');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => dynamo.reset());

describe('the recorder Lambda', () => {
  const planned = givenPlanned();
  const { campaign, experiment_id, reasoning_id } = planned;
  const invoke = async (event: unknown) => {
    const { handler } = await import('../../../lambdas/recorder/index.ts');
    return handler(event);
  };

  it('reads its tables from the environment and prints its metrics and what it did, each with run and experiment', async () => {
    dynamo.on(GetCommand).resolves({});
    dynamo.on(GetCommand, { Key: { campaign, experiment_id } }).resolves({ Item: planned });
    dynamo.on(GetCommand, { Key: { campaign: '#summary', experiment_id: campaign } }).resolves({});
    dynamo.on(QueryCommand).resolves({ Items: [] });
    dynamo.on(PutCommand).resolves({});
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);

    const answer = await invoke({ action: 'record-result', campaign, experiment_id, reasoning_id });

    const lines = write.mock.calls.map(([line]) => String(line));
    write.mockRestore();
    expect(answer).toMatchObject({ status: 'failed', verdict: 'inconclusive' });
    expect(dynamo.commandCalls(PutCommand).map(({ args }) => args[0].input.TableName)).toEqual([
      TABLES.experiments,
      TABLES.experiments,
    ]);
    const ids = { run_id: reasoning_id, experiment_id };
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { ...ids, Campaign: campaign, ExperimentsFailed: 1 },
      { ...ids, campaign, level: 'info', status: 'failed' },
    ]);
  });

  it('lets throttling through by its name, so that the workflow runs the step again', async () => {
    dynamo.on(GetCommand).rejects(throttled);

    const run = invoke({ action: 'record-result', campaign, experiment_id, reasoning_id });

    await expect(run).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  it('does not take a throttled write for one that an earlier delivery has made', async () => {
    dynamo.on(GetCommand).resolves({ Item: planned });
    dynamo.on(QueryCommand).resolves({ Items: [] });
    dynamo.on(PutCommand).rejects(throttled);

    const run = invoke({
      action: 'record-failure',
      campaign,
      experiment_id,
      reasoning_id,
      failure: { Error: 'x' },
    });

    await expect(run).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  it('asks for the lock back even when the tables are throttled while it concludes', async () => {
    dynamo.on(GetCommand).rejects(throttled);
    dynamo.on(UpdateCommand).resolves({});
    const plan = {
      decision: 'run',
      reason: '',
      campaign,
      reasoning_id,
      arms: [{ campaign, experiment_id, reasoning_id }],
      plan: null,
    };

    const run = invoke({ action: 'conclude', execution_id: 'arn:execution:1', state: { plan } });

    await expect(run).rejects.toMatchObject({ name: 'ThrottlingException' });
    const release = dynamo.commandCalls(UpdateCommand)[0]?.args[0].input;
    expect(release).toMatchObject({
      Key: { campaign: '#lock' },
      ExpressionAttributeValues: { ':owner': 'arn:execution:1' },
    });
  });

  it.each([
    ['an unknown action', { action: 'record-everything' }],
    ['no campaign', { action: 'record-result', experiment_id, reasoning_id }],
    ['nothing', undefined],
  ])('refuses an event with %s by name', async (_fault, event) => {
    await expect(invoke(event)).rejects.toMatchObject({ name: 'InvalidRecord' });
  });
});

describe('a summary that others keep changing', () => {
  it('is given up by name after eight tries, with growing waits between them', async () => {
    dynamo.on(GetCommand).resolves({});
    dynamo.on(PutCommand).rejects(conflict);
    const waits: number[] = [];
    const surroundings = {
      tables: { client: documentClient(), ...TABLES },
      random: () => 0.5,
      wait: async (milliseconds: number) => void waits.push(milliseconds),
    };

    const update = updateSummary(surroundings, 'default', () => ({
      ...emptySummary(),
      since_improvement: 1,
    }));

    await expect(update).rejects.toMatchObject({ name: 'SummaryContended' });
    expect(waits).toEqual([20, 40, 80, 160, 320, 320, 320]);
  });
});
