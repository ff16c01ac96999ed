import { setTimeout } from 'node:timers/promises';
import { BatchGetCommand, type BatchGetCommandInput } from '@aws-sdk/lib-dynamodb';
import { TablesThrottledError } from '../errors.ts';
import type { Tables } from './document-client.ts';

/** Waits between tries, in milliseconds. */
const WAITS = [50, 100, 200, 400];

type Keys = NonNullable<BatchGetCommandInput['RequestItems']>;
type Items = Record<string, Record<string, unknown>[]>;

/**
 * Items by table, with the keys that a throttled table leaves unprocessed asked for again: DynamoDB answers such a
 * request with success, and an item that was not read must never be taken for one that does not exist.
 */
export async function batchGet({ client }: Tables, keys: Keys): Promise<Items> {
  const items: Items = {};
  let pending: Keys | undefined = keys;
  for (const wait of [0, ...WAITS]) {
    if (wait > 0) await setTimeout(wait);
    const answer: { Responses?: Items; UnprocessedKeys?: Keys } = await client.send(
      new BatchGetCommand({ RequestItems: pending }),
    );
    for (const [table, found] of Object.entries(answer.Responses ?? {}))
      items[table] = [...(items[table] ?? []), ...found];
    pending = answer.UnprocessedKeys;
    if (pending === undefined || Object.keys(pending).length === 0) return items;
  }
  throw new TablesThrottledError(Object.keys(pending ?? {}));
}
