import { GetCommand, PutCommand, paginateQuery, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { idsBetween } from '../keys.ts';
import { SYSTEM_PARTITIONS } from '../names.ts';
import { ExperimentRecord } from '../record.ts';
import { describeIssues } from '../settings.ts';
import { batchGet } from './batch-get.ts';
import { isConditionFailure, type Tables } from './document-client.ts';

/** Records in order, and the rows that no longer fit the schema: shown, never dropped in silence. */
export interface History {
  readonly records: readonly ExperimentRecord[];
  readonly unreadable: readonly { readonly id: string; readonly reason: string }[];
}

/** Newest experiments of a campaign first; one request for up to 1 MB, which 50 records of at most 8 KB never exceed. */
export async function recentExperiments(tables: Tables, campaign: string, limit: number): Promise<History> {
  const { Items } = await tables.client.send(
    new QueryCommand({
      TableName: tables.experiments,
      KeyConditionExpression: 'campaign = :campaign',
      ExpressionAttributeValues: { ':campaign': campaign },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return readHistory(Items ?? []);
}

/** Newest rows of a campaign whose iterations started within a time, newest first. */
export async function experimentsBetween(
  tables: Tables,
  campaign: string,
  range: { readonly start: Date; readonly end: Date },
  limit: number,
): Promise<Record<string, unknown>[]> {
  const { Items } = await tables.client.send(
    new QueryCommand({
      TableName: tables.experiments,
      KeyConditionExpression: 'campaign = :campaign AND experiment_id BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':campaign': campaign, ...idsBetween(range) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items ?? [];
}

/** All rows of a campaign, oldest first, page by page. */
export async function* everyExperiment(
  { client, experiments }: Tables,
  campaign: string,
): AsyncGenerator<Record<string, unknown>[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: experiments,
      KeyConditionExpression: 'campaign = :campaign',
      ExpressionAttributeValues: { ':campaign': campaign },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield Items;
}

/** Rows as records where they fit the schema. */
export function readHistory(rows: readonly Record<string, unknown>[]): History {
  const records: ExperimentRecord[] = [];
  const unreadable: { id: string; reason: string }[] = [];
  for (const row of rows) {
    const parsed = ExperimentRecord.safeParse(row);
    if (parsed.success) records.push(parsed.data);
    else unreadable.push({ id: String(row['experiment_id']), reason: describeIssues(parsed.error) });
  }
  return { records, unreadable };
}

/** One experiment's row as stored, or undefined. */
export async function getExperiment(
  tables: Tables,
  campaign: string,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await tables.client.send(
    new GetCommand({
      TableName: tables.experiments,
      Key: { campaign, experiment_id: id },
      ConsistentRead: true,
    }),
  );
  return Item;
}

/** Writes over a record that has ended, for what only its whole iteration shows: verdict and promotion. */
export async function amendTerminalExperiment(tables: Tables, record: ExperimentRecord): Promise<void> {
  await settles(
    tables.client.send(
      new PutCommand({
        TableName: tables.experiments,
        Item: record,
        ConditionExpression: '#status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': record.status },
      }),
    ),
  );
}

/** Writes a planned experiment once; a second call changes nothing. */
export async function putPlannedExperiment(tables: Tables, record: ExperimentRecord): Promise<void> {
  await putOnce(tables, record, 'attribute_not_exists(experiment_id)');
}

/**
 * Marks a planned experiment as running.
 * @returns false when it has ended already, or never was planned.
 */
export async function markRunning(tables: Tables, campaign: string, id: string): Promise<boolean> {
  return settles(
    tables.client.send(
      new UpdateCommand({
        TableName: tables.experiments,
        Key: { campaign, experiment_id: id },
        UpdateExpression: 'SET #status = :running',
        ConditionExpression: '#status IN (:planned, :running)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':running': 'running', ':planned': 'planned' },
      }),
    ),
  );
}

/**
 * Writes an experiment's terminal record over its planned row.
 * @returns false when a terminal record was there already, which then stays as it is.
 */
export async function putTerminalExperiment(tables: Tables, record: ExperimentRecord): Promise<boolean> {
  return settles(
    tables.client.send(
      new PutCommand({
        TableName: tables.experiments,
        Item: record,
        ConditionExpression: 'attribute_not_exists(experiment_id) OR #status IN (:planned, :running)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':planned': 'planned', ':running': 'running' },
      }),
    ),
  );
}

/** Notes that a spec has been recorded, so that it is not planned again. */
export async function putSpecMarker(
  tables: Tables,
  campaign: string,
  hash: string,
  id: string,
): Promise<void> {
  await putOnce(
    tables,
    { campaign: SYSTEM_PARTITIONS.specs + campaign, experiment_id: hash, recorded_as: id },
    'attribute_not_exists(recorded_as)',
  );
}

/** Withdraws the mark that this very experiment has made, so that its spec may be planned again. */
export async function withdrawSpecMarker(
  tables: Tables,
  campaign: string,
  hash: string,
  id: string,
): Promise<void> {
  await settles(
    tables.client.send(
      new UpdateCommand({
        TableName: tables.experiments,
        Key: { campaign: SYSTEM_PARTITIONS.specs + campaign, experiment_id: hash },
        UpdateExpression: 'REMOVE recorded_as',
        ConditionExpression: 'recorded_as = :id',
        ExpressionAttributeValues: { ':id': id },
      }),
    ),
  );
}

/** Those of at most 100 spec hashes that the campaign has recorded, in one request. */
export async function recordedSpecs(
  tables: Tables,
  campaign: string,
  hashes: readonly string[],
): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const Keys = [...new Set(hashes)]
    .slice(0, 100)
    .map((hash) => ({ campaign: SYSTEM_PARTITIONS.specs + campaign, experiment_id: hash }));
  const items = await batchGet(tables, { [tables.experiments]: { Keys } });
  const marked = (items[tables.experiments] ?? []).filter((item) => item['recorded_as'] !== undefined);
  return new Set(marked.map((item) => String(item['experiment_id'])));
}

async function putOnce(
  tables: Tables,
  Item: Record<string, unknown>,
  ConditionExpression: string,
): Promise<void> {
  await settles(
    tables.client.send(new PutCommand({ TableName: tables.experiments, Item, ConditionExpression })),
  );
}

/** Whether a conditional write took place. */
async function settles(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
