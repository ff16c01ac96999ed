import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { SYSTEM_PARTITIONS } from '../names.ts';
import { isConditionFailure, type Tables } from './document-client.ts';

const LOCK_KEY = { campaign: SYSTEM_PARTITIONS.lock, experiment_id: 'iteration' } as const;

/** Result of trying to take the lock. */
export type LockAttempt =
  | { readonly acquired: true }
  | { readonly acquired: false; readonly holder: string; readonly expiresAt: string };

/**
 * Takes the one lock of the laboratory, so that two executions never run at once. The owner takes it again freely
 * (retry, redrive); an expired lock is taken over, and so is what says no time: somebody wrote it by hand.
 * @param owner execution ARN.
 */
export async function acquireLock(
  tables: Tables,
  owner: string,
  now: Date,
  minutes: number,
): Promise<LockAttempt> {
  try {
    await tables.client.send(
      new PutCommand({
        TableName: tables.experiments,
        Item: {
          ...LOCK_KEY,
          owner,
          acquired_at: now.toISOString(),
          expires_at: new Date(now.getTime() + minutes * 60_000).toISOString(),
        },
        ConditionExpression:
          'attribute_not_exists(#owner) OR #owner = :owner OR #owner = :nobody OR expires_at < :now OR NOT attribute_type(expires_at, :text)',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':owner': owner,
          ':nobody': '',
          ':now': now.toISOString(),
          ':text': 'S',
        },
      }),
    );
    return { acquired: true };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { Item } = await tables.client.send(
      new GetCommand({ TableName: tables.experiments, Key: LOCK_KEY, ConsistentRead: true }),
    );
    return {
      acquired: false,
      holder: String(Item?.['owner'] ?? 'unknown'),
      expiresAt: String(Item?.['expires_at'] ?? 'unknown'),
    };
  }
}

/** Whether an execution holds the lock, run out or not: nobody has taken it since. */
export async function holdsLock(tables: Tables, owner: string): Promise<boolean> {
  const { Item } = await tables.client.send(
    new GetCommand({ TableName: tables.experiments, Key: LOCK_KEY, ConsistentRead: true }),
  );
  return Item?.['owner'] === owner;
}

/** Gives the lock back. @returns false when somebody else holds it, which then stays as it is. */
export async function releaseLock(tables: Tables, owner: string): Promise<boolean> {
  try {
    await tables.client.send(
      new UpdateCommand({
        TableName: tables.experiments,
        Key: LOCK_KEY,
        UpdateExpression: 'SET #owner = :nobody',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': owner, ':nobody': '' },
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
