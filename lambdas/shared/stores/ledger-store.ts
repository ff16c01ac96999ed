import { GetCommand, PutCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { emptyMonth, LedgerEntry, type LedgerKind, LedgerMonth, monthOf } from '../ledger/entries.ts';
import type { MicroUsd } from '../ledger/money.ts';
import { SYSTEM_PARTITIONS } from '../names.ts';
import { isConditionFailure, type Tables } from './document-client.ts';
import { parseStored } from './parse-stored.ts';

/** Caps of a calendar month. */
export interface MonthCaps {
  readonly llm: MicroUsd;
  readonly total: MicroUsd;
}

export interface Commitment {
  /** Of what the money is for; the same at every retry. */
  readonly id: string;
  readonly kind: LedgerKind;
  readonly campaign: string;
  readonly amount: MicroUsd;
  readonly now: Date;
  readonly caps: MonthCaps;
}

const monthKey = (month: string) => ({ campaign: SYSTEM_PARTITIONS.ledger, experiment_id: `month#${month}` });
const entryKey = (id: string) => ({ campaign: SYSTEM_PARTITIONS.ledger, experiment_id: `entry#${id}` });

/**
 * Sets money aside before it is spent. The month's sums rise by one write that holds only while the caps allow it, so that
 * any number of runs at once stay below them; the same commitment made again changes nothing.
 * @returns false where a cap leaves no room; nothing is set aside then, and the entry says that it was refused
 */
export async function commit(tables: Tables, commitment: Commitment): Promise<boolean> {
  const { id, kind, campaign, amount, now } = commitment;
  const entry: LedgerEntry = {
    ...{ id, kind, month: monthOf(now), campaign_name: campaign, status: 'committed' },
    ...{ committed: amount, committed_at: now.toISOString() },
  };
  const isFirst = await unlessConditionFails(
    put(
      tables,
      { ...entryKey(id), ...entry },
      'attribute_not_exists(experiment_id) OR #status = :status',
      withStatus('refused'),
    ),
  );
  const stored = isFirst ? entry : ((await getEntry(tables, id)) ?? entry);
  if (stored.status === 'settled') return true;
  const isSetAside = await raiseMonth(tables, stored, commitment.caps);
  if (!isSetAside)
    await unlessConditionFails(
      put(
        tables,
        { ...entryKey(id), ...stored, status: 'refused' },
        '#status = :status',
        withStatus('committed'),
      ),
    );
  return isSetAside;
}

/** What a condition on an entry's status takes beside it. */
function withStatus(status: LedgerEntry['status']) {
  return { names: { '#status': 'status' }, values: { ':status': status } };
}

/** A commitment whose entry was written and whose sums were not is completed by the next try. */
async function raiseMonth(tables: Tables, entry: LedgerEntry, caps: MonthCaps): Promise<boolean> {
  const { id, month } = entry;
  if (await raised(tables, entry, caps)) return true;
  const stored = await findMonth(tables, month);
  if (stored !== undefined && Object.hasOwn(stored.open, id)) return true;
  if (stored !== undefined && (await getEntry(tables, id))?.status === 'settled') return true;
  if (stored === undefined) {
    const empty = { ...monthKey(month), ...emptyMonth(month) };
    await unlessConditionFails(put(tables, empty, 'attribute_not_exists(experiment_id)'));
  }
  // Another may have opened the month since the first try, which then failed for want of it and not of room.
  return (await raised(tables, entry, caps)) || Object.hasOwn((await getMonth(tables, month)).open, id);
}

/** @returns false where a cap leaves no room, where it was raised before, and where there is no such month yet */
function raised(
  tables: Tables,
  { id, kind, month, committed, committed_at }: LedgerEntry,
  caps: MonthCaps,
): Promise<boolean> {
  const isLlm = kind === 'llm';
  const update = new UpdateCommand({
    TableName: tables.experiments,
    Key: monthKey(month),
    UpdateExpression: `SET #open.#id = :entry ADD #total :amount${isLlm ? ', llm :amount' : ''}`,
    ConditionExpression: `attribute_exists(#open) AND attribute_not_exists(#open.#id) AND #total <= :room${isLlm ? ' AND llm <= :llmRoom' : ''}`,
    ExpressionAttributeNames: { '#open': 'open', '#id': id, '#total': 'total' },
    ExpressionAttributeValues: {
      ':entry': { kind, amount: committed, at: committed_at },
      ':amount': committed,
      ':room': caps.total - committed,
      ...(isLlm && { ':llmRoom': caps.llm - committed }),
    },
  });
  return unlessConditionFails(tables.client.send(update));
}

/** What a commitment came to. */
export interface Settlement {
  readonly id: string;
  /** In all. */
  readonly amount: MicroUsd;
  /** Of that, for storage. */
  readonly storage?: MicroUsd;
  readonly now: Date;
  readonly note?: string;
}

/**
 * Replaces a commitment by what was really spent, once: a second settlement of the same one changes nothing, and one that
 * was never made, or was refused, is not settled.
 */
export async function settle(tables: Tables, { id, amount, storage, now, note }: Settlement): Promise<void> {
  const entry = await getEntry(tables, id);
  if (entry === undefined) return;
  // Of two tries at once one may have been refused and the other not.
  const isOpen = async () => Object.hasOwn((await getMonth(tables, entry.month)).open, id);
  if (entry.status === 'refused' && !(await isOpen())) return;
  // Marked first: a commitment made again after this finds it settled, whatever fails in between.
  const marked = {
    ...{ settled: amount, settled_at: now.toISOString() },
    ...(storage !== undefined && { settled_storage: storage }),
    ...(note !== undefined && { note }),
  };
  if (entry.status !== 'settled')
    await unlessConditionFails(
      put(
        tables,
        { ...entryKey(id), ...entry, status: 'settled', ...marked },
        '#status <> :status',
        withStatus('settled'),
      ),
    );
  // Of two settlements at once the first counts.
  const { settled = amount, settled_storage = 0 } = (await getEntry(tables, id)) ?? {};
  const { kind, month, committed } = entry;
  const isLlm = kind === 'llm';
  await unlessConditionFails(
    tables.client.send(
      new UpdateCommand({
        TableName: tables.experiments,
        Key: monthKey(month),
        UpdateExpression: `REMOVE #open.#id ADD #total :change, #spent :own, ${isLlm ? 'llm :change' : 'spent_storage :storage'}`,
        ConditionExpression: 'attribute_exists(#open.#id)',
        ExpressionAttributeNames: {
          ...{ '#open': 'open', '#id': id, '#total': 'total' },
          '#spent': isLlm ? 'spent_llm' : 'spent_compute',
        },
        ExpressionAttributeValues: {
          ':change': settled - committed,
          ':own': settled - settled_storage,
          ...(!isLlm && { ':storage': settled_storage }),
        },
      }),
    ),
  );
}

/** A month's sums; empty where nothing was committed. */
export async function getMonth(tables: Tables, month: string): Promise<LedgerMonth> {
  return (await findMonth(tables, month)) ?? emptyMonth(month);
}

async function findMonth(tables: Tables, month: string): Promise<LedgerMonth | undefined> {
  const { Item } = await tables.client.send(
    new GetCommand({ TableName: tables.experiments, Key: monthKey(month), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : parseMonth(Item);
}

function parseMonth(item: Record<string, unknown>): LedgerMonth {
  return parseStored(LedgerMonth, item, `the ledger's ${item['experiment_id']}`);
}

/** Every month that has anything, oldest first. */
export async function listMonths(tables: Tables): Promise<LedgerMonth[]> {
  const months: LedgerMonth[] = [];
  const query = {
    TableName: tables.experiments,
    KeyConditionExpression: 'campaign = :ledger AND begins_with(experiment_id, :month)',
    ExpressionAttributeValues: { ':ledger': SYSTEM_PARTITIONS.ledger, ':month': 'month#' },
  };
  for await (const { Items = [] } of paginateQuery({ client: tables.client }, query))
    months.push(...Items.map(parseMonth));
  return months;
}

async function getEntry(tables: Tables, id: string): Promise<LedgerEntry | undefined> {
  const { Item } = await tables.client.send(
    new GetCommand({ TableName: tables.experiments, Key: entryKey(id), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : parseStored(LedgerEntry, Item, `entry ${id} of the ledger`);
}

function put(
  tables: Tables,
  Item: Record<string, unknown>,
  ConditionExpression: string,
  given: { names?: Record<string, string>; values?: Record<string, unknown> } = {},
) {
  return tables.client.send(
    new PutCommand({
      ...{ TableName: tables.experiments, Item, ConditionExpression },
      ...(given.names && { ExpressionAttributeNames: given.names }),
      ...(given.values && { ExpressionAttributeValues: given.values }),
    }),
  );
}

/** @returns false where the condition of the write did not hold. */
async function unlessConditionFails(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
