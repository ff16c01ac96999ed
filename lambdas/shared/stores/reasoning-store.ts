import { GetCommand, PutCommand, paginateQuery, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { idsBetween } from '../keys.ts';
import { type ReasoningOutcome, ReasoningRecord } from '../reasoning.ts';
import { isConditionFailure, type Tables } from './document-client.ts';

/** Reasonings back to which an unconcluded one is looked for: five days of iterations. */
const CONCLUDED_WITHIN = 20;

/**
 * Writes a reasoning record once.
 * @returns false when one with this id exists; the stored one is then the valid one.
 */
export async function putReasoning(tables: Tables, record: ReasoningRecord): Promise<boolean> {
  try {
    await tables.client.send(
      new PutCommand({
        TableName: tables.reasoning,
        Item: record,
        ConditionExpression: 'attribute_not_exists(reasoning_id)',
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** One reasoning row as stored, or undefined. */
export async function getReasoning(
  tables: Tables,
  campaign: string,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await tables.client.send(
    new GetCommand({
      TableName: tables.reasoning,
      Key: { campaign, reasoning_id: id },
      ConsistentRead: true,
    }),
  );
  return Item;
}

/** Newest reasoning rows of a campaign first. */
export async function recentReasonings(
  tables: Tables,
  campaign: string,
  limit: number,
): Promise<Record<string, unknown>[]> {
  const { Items } = await tables.client.send(
    new QueryCommand({
      TableName: tables.reasoning,
      KeyConditionExpression: 'campaign = :campaign',
      ExpressionAttributeValues: { ':campaign': campaign },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items ?? [];
}

/** Newest reasoning rows of executions that started within a time, newest first. */
export async function reasoningsBetween(
  tables: Tables,
  campaign: string,
  range: { readonly start: Date; readonly end: Date },
  limit: number,
): Promise<Record<string, unknown>[]> {
  const { Items } = await tables.client.send(
    new QueryCommand({
      TableName: tables.reasoning,
      KeyConditionExpression: 'campaign = :campaign AND reasoning_id BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':campaign': campaign, ...idsBetween(range) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items ?? [];
}

/**
 * Those of a campaign's newest reasonings that have no outcome, oldest first: their iteration is at work or was ended from
 * outside. What no longer fits the schema is left out.
 */
export async function unconcludedReasonings(
  { client, reasoning }: Tables,
  campaign: string,
): Promise<ReasoningRecord[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: reasoning,
      KeyConditionExpression: 'campaign = :campaign',
      FilterExpression: 'attribute_not_exists(outcome) OR outcome = :none',
      ExpressionAttributeValues: { ':campaign': campaign, ':none': null },
      ScanIndexForward: false,
      Limit: CONCLUDED_WITHIN,
      ConsistentRead: true,
    }),
  );
  return Items.flatMap((row) => {
    const parsed = ReasoningRecord.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  }).reverse();
}

/** All reasonings of a campaign, oldest first, page by page: when, what they cost and what they came to. */
export async function* everyReasoning(
  { client, reasoning }: Tables,
  campaign: string,
): AsyncGenerator<Record<string, unknown>[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: reasoning,
      KeyConditionExpression: 'campaign = :campaign',
      ExpressionAttributeValues: { ':campaign': campaign },
      ExpressionAttributeNames: { '#timestamp': 'timestamp' },
      ProjectionExpression: 'reasoning_id, #timestamp, cost_usd, outcome',
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield Items;
}

/** Adds the outcome once; a second call changes nothing. @returns false when there was one. */
export async function setOutcome(
  tables: Tables,
  campaign: string,
  id: string,
  outcome: ReasoningOutcome,
): Promise<boolean> {
  try {
    await tables.client.send(
      new UpdateCommand({
        TableName: tables.reasoning,
        Key: { campaign, reasoning_id: id },
        UpdateExpression: 'SET outcome = :outcome',
        ConditionExpression:
          'attribute_exists(reasoning_id) AND (attribute_not_exists(outcome) OR outcome = :none)',
        ExpressionAttributeValues: { ':outcome': outcome, ':none': null },
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
