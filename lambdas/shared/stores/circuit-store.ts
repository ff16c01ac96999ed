import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Circuit, CLOSED_CIRCUIT, resumedCircuit } from '../circuit.ts';
import { SYSTEM_PARTITIONS } from '../names.ts';
import type { Tables } from './document-client.ts';
import { parseStored } from './parse-stored.ts';

/** The circuit breaker of a campaign; closed where there is no item. @throws InvalidRecordError */
export async function getCircuit({ client, experiments }: Tables, campaign: string): Promise<Circuit> {
  const Key = { campaign: SYSTEM_PARTITIONS.circuit, experiment_id: campaign };
  const { Item } = await client.send(new GetCommand({ TableName: experiments, Key, ConsistentRead: true }));
  return Item === undefined
    ? CLOSED_CIRCUIT
    : parseStored(Circuit, Item, `the circuit breaker of campaign ${campaign}`);
}

/** Stores a circuit breaker. */
export async function putCircuit(
  { client, experiments }: Tables,
  campaign: string,
  circuit: Circuit,
): Promise<void> {
  const Item = { ...circuit, campaign: SYSTEM_PARTITIONS.circuit, experiment_id: campaign };
  await client.send(new PutCommand({ TableName: experiments, Item }));
}

/** Closes a campaign's circuit breaker. @returns false when it was not open. */
export async function resumeCircuit(tables: Tables, campaign: string): Promise<boolean> {
  const before = await getCircuit(tables, campaign);
  if (before.open) await putCircuit(tables, campaign, resumedCircuit(before));
  return before.open;
}
