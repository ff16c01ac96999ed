import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { TABLE_PREFIX } from '../../lambdas/shared/names.ts';
import { type Tables, TRANSLATION } from '../../lambdas/shared/stores/document-client.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './environment.ts';

/** An embedded DynamoDB that listens on this machine only. */
export interface TableServer {
  /** Address for `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Starts DynamoDB on a folder. The folder must be locked by this process: a second opener of the same one crashes.
 * @param folder where the rows are kept; made when absent.
 */
export async function startTableServer(folder: string): Promise<TableServer> {
  const server = dynalite({ path: folder, createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
}

/** The laboratory's two tables at an address. Rows are there only after {@link createTables}. */
export function connectTables(endpoint: string): Tables {
  const client = new DynamoDBClient({
    endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  return {
    client: DynamoDBDocumentClient.from(client, TRANSLATION),
    experiments: `${TABLE_PREFIX}-experiments`,
    reasoning: `${TABLE_PREFIX}-reasoning`,
  };
}

/** Longest that a table is waited for, and the pause between two looks, in seconds. */
const WAIT = { maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.2 } as const;

/** Creates the tables that the template declares, and returns when they can be used; those that exist stay as they are. */
export async function createTables(
  { client }: Tables,
  definitions: readonly CreateTableCommandInput[],
): Promise<void> {
  for (const definition of definitions) {
    try {
      await client.send(new CreateTableCommand(definition));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
    // A table that was just created takes no rows for a moment.
    await waitUntilTableExists({ client, ...WAIT }, { TableName: definition.TableName });
  }
}
