import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENVIRONMENT } from '../../../lambdas/shared/names.ts';

const tables = mockClient(DynamoDBDocumentClient);
const bucket = mockClient(S3Client);
const secrets = mockClient(SecretsManagerClient);
const EVENT = {
  input: { trigger: 'schedule' },
  execution_id: 'arn:aws:states:us-east-1:000000000000:execution:lab:one',
  started_at: '2026-11-23T06:00:00Z',
};

/** The handler as Lambda loads it, with these variables beside those of the stack. */
async function loadHandler(change: Record<string, string> = {}) {
  const environment = {
    AWS_REGION: 'us-east-1',
    [ENVIRONMENT.experimentsTable]: 'experiments',
    [ENVIRONMENT.reasoningTable]: 'reasoning',
    [ENVIRONMENT.artifactsUrl]: 's3://artifacts',
    [ENVIRONMENT.settings]: '{"arms":2}',
    [ENVIRONMENT.anthropicApiKey]: '',
    [ENVIRONMENT.anthropicSecretId]: '',
    ...change,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  const { handler } = await import('../../../lambdas/planner/index.ts');
  return handler;
}

/** What was printed so far. */
const lines = (): Record<string, unknown>[] =>
  vi.mocked(process.stdout.write).mock.calls.map(([line]) => JSON.parse(String(line)));

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const client of [tables, bucket, secrets]) client.reset();
  tables.on(BatchGetCommand).resolves({ Responses: {} });
  tables.on(QueryCommand).resolves({ Items: [] });
  tables.on(PutCommand).resolves({});
  tables.on(GetCommand).resolves({});
  tables.on(UpdateCommand).resolves({});
  bucket.on(ListObjectsV2Command).resolves({});
  bucket.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'none', $metadata: {} }));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the planner Lambda', () => {
  it('given an empty campaign, sets money aside, writes lock, reasoning and arms with five reads, and prints its metrics', async () => {
    const handler = await loadHandler();
    expect(await handler(EVENT)).toMatchObject({ decision: 'run', arms: [{}, {}] });
    const written = tables.commandCalls(PutCommand).map(({ args: [command] }) => command.input);
    expect(written.map(({ Item }) => Item?.['campaign'])).toEqual([
      ...['#lock', '#ledger', '#ledger'],
      ...['default', 'default', 'default'],
    ]);
    expect(written.every(({ ConditionExpression }) => ConditionExpression !== undefined)).toBe(true);
    // Two raised sums of the month beside what was put.
    expect(tables.calls()).toHaveLength(written.length + 2 + 5);
    expect(process.stdout.write).toHaveBeenCalledWith(expect.stringMatching(/"ConfidenceScore".*\n$/));
    // Every line says which run it is about.
    expect(new Set(lines().map(({ run_id }) => run_id))).toEqual(new Set([lines()[0]?.['run_id']]));
    expect(lines().at(-1)).toMatchObject({ level: 'info', decision: 'run', campaign: 'default' });
  });

  it('given a secret that cannot be read, plans by rules and says why', async () => {
    secrets.on(GetSecretValueCommand).rejects(new Error('AccessDenied'));
    const handler = await loadHandler({ [ENVIRONMENT.anthropicSecretId]: 'lab/key' });
    expect(await handler(EVENT)).toMatchObject({ decision: 'run' });
    const reasoning = tables
      .commandCalls(PutCommand)
      .map(({ args: [command] }) => command.input)
      .find(({ TableName }) => TableName === 'reasoning')?.Item;
    expect(reasoning).toMatchObject({
      mode: 'fallback',
      fallback_reason: expect.stringContaining('lab/key'),
    });
  });

  it('given tables that do not answer, fails, so that the state machine tries again', async () => {
    tables.on(QueryCommand).rejects(new Error('throttled'));
    const handler = await loadHandler();
    await expect(handler(EVENT)).rejects.toThrow('throttled');
    expect(lines()).toMatchObject([
      { level: 'error', message: 'throttled', run_id: expect.stringMatching(/^20261123T060000Z-/) },
    ]);
    expect(tables.commandCalls(PutCommand)).toHaveLength(1);
  });

  it('given a month that has cost its cap, declines with the remedy and gives the lock back', async () => {
    const handler = await loadHandler({ [ENVIRONMENT.settings]: '{"monthly_cap_usd":0}' });
    expect(await handler(EVENT)).toMatchObject({
      decision: 'declined',
      reason: expect.stringContaining('raise monthly_cap_usd or wait for the next month'),
      arms: [],
    });
    expect(tables.calls().map(({ args: [command] }) => command.constructor.name)).toEqual([
      'PutCommand',
      'BatchGetCommand',
      'GetCommand',
      // The newest records, for the circuit breaker, which may open in a month that is full too.
      'QueryCommand',
      'UpdateCommand',
    ]);
    expect(process.stdout.write).toHaveBeenCalledWith(expect.stringContaining('"BudgetRefusals":1'));
  });
});
