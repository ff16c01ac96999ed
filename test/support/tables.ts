import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TABLE_KEYS } from '../../lambdas/shared/names.ts';
import { type Tables, TRANSLATION } from '../../lambdas/shared/stores/document-client.ts';

const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

export interface StartedTables {
  readonly tables: Tables;
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** The two tables in memory, empty. */
export async function startTables(): Promise<StartedTables> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const plain = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const tables: Tables = {
    client: DynamoDBDocumentClient.from(plain, TRANSLATION),
    experiments: 'ai-video-codec-experiments',
    reasoning: 'ai-video-codec-reasoning',
  };
  await createTable(plain, tables.experiments, TABLE_KEYS.experimentsSort);
  await createTable(plain, tables.reasoning, TABLE_KEYS.reasoningSort);
  const stop = async () => {
    plain.destroy();
    server.close();
    await once(server, 'close');
  };
  return { tables, endpoint, stop };
}

async function createTable(client: DynamoDBClient, TableName: string, sort: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: TABLE_KEYS.partition, AttributeType: 'S' },
        { AttributeName: sort, AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: TABLE_KEYS.partition, KeyType: 'HASH' },
        { AttributeName: sort, KeyType: 'RANGE' },
      ],
    }),
  );
}
