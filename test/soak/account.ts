import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { LedgerEntry } from '../../lambdas/shared/ledger/entries.ts';
import { SYSTEM_PARTITIONS } from '../../lambdas/shared/names.ts';
import { ReasoningRecord } from '../../lambdas/shared/reasoning.ts';
import type { Tables } from '../../lambdas/shared/stores/document-client.ts';
import { everyExperiment, type History, readHistory } from '../../lambdas/shared/stores/experiment-store.ts';
import { listMonths } from '../../lambdas/shared/stores/ledger-store.ts';

/** All reasonings of a campaign as they are stored, oldest first. */
export async function everyStoredReasoning(
  { client, reasoning }: Tables,
  campaign: string,
): Promise<ReasoningRecord[]> {
  const rows = await allItems(client, reasoning, campaign);
  return rows.map((row) => ReasoningRecord.parse(row));
}

/** All experiments of a campaign, oldest first. */
export async function wholeHistory(tables: Tables, campaign: string): Promise<History> {
  const rows: Record<string, unknown>[] = [];
  for await (const page of everyExperiment(tables, campaign)) rows.push(...page);
  return readHistory(rows);
}

/** Both sides of the ledger: the months' sums and every entry. */
export async function ledgerOf(tables: Tables) {
  const { client, experiments } = tables;
  const items = await allItems(client, experiments, SYSTEM_PARTITIONS.ledger, 'entry#');
  return { months: await listMonths(tables), entries: items.map((item) => LedgerEntry.parse(item)) };
}

async function allItems(
  client: Tables['client'],
  TableName: string,
  partition: string,
  prefix?: string,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName,
      KeyConditionExpression: `campaign = :partition${prefix ? ' AND begins_with(experiment_id, :prefix)' : ''}`,
      ExpressionAttributeValues: { ':partition': partition, ...(prefix && { ':prefix': prefix }) },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
