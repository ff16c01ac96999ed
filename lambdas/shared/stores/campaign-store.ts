import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { Circuit, CLOSED_CIRCUIT } from '../circuit.ts';
import { rebuildSummary } from '../memory/rebuild.ts';
import { SYSTEM_PARTITIONS } from '../names.ts';
import { CampaignSummary, Control, emptySummary } from '../summary.ts';
import { batchGet } from './batch-get.ts';
import { isConditionFailure, type Tables } from './document-client.ts';
import { parseStored } from './parse-stored.ts';

/** What the planner needs to know of a campaign before it looks at its experiments. */
export interface PlanningState {
  readonly summary: CampaignSummary;
  readonly control: Control;
  readonly circuit: Circuit;
  /** The reasoning row of this very execution, when an earlier try has written it. */
  readonly reasoning: Record<string, unknown> | undefined;
}

const NOT_PAUSED: Control = { paused: false, reason: '' };

/**
 * Summary, control, circuit breaker and an earlier try's reasoning in one request over both tables. A summary of another version is made anew
 * from the records, which takes reading all of them, and stored by the recorder's next write.
 */
export async function readPlanningState(
  tables: Tables,
  campaign: string,
  reasoningId: string,
): Promise<PlanningState> {
  const found = await batchGet(tables, {
    [tables.experiments]: {
      Keys: [
        { campaign: SYSTEM_PARTITIONS.summary, experiment_id: campaign },
        { campaign: SYSTEM_PARTITIONS.control, experiment_id: campaign },
        { campaign: SYSTEM_PARTITIONS.circuit, experiment_id: campaign },
      ],
      ConsistentRead: true,
    },
    [tables.reasoning]: { Keys: [{ campaign, reasoning_id: reasoningId }], ConsistentRead: true },
  });
  const items = found[tables.experiments] ?? [];
  const control = items.find((item) => item['campaign'] === SYSTEM_PARTITIONS.control);
  const circuit = items.find((item) => item['campaign'] === SYSTEM_PARTITIONS.circuit);
  return {
    summary: (
      await readSummary(
        tables,
        campaign,
        items.find((item) => item['campaign'] === SYSTEM_PARTITIONS.summary),
      )
    ).summary,
    control:
      control === undefined
        ? NOT_PAUSED
        : parseStored(Control, control, `the control of campaign ${campaign}`),
    circuit:
      circuit === undefined
        ? CLOSED_CIRCUIT
        : parseStored(Circuit, circuit, `the circuit breaker of campaign ${campaign}`),
    reasoning: found[tables.reasoning]?.[0],
  };
}

/** A campaign's summary; an empty one when nothing was recorded, one made anew where the stored one is of another version. */
export async function getSummary(tables: Tables, campaign: string): Promise<CampaignSummary> {
  return (await loadSummary(tables, campaign)).summary;
}

/** A summary, and whether it had to be made anew from the records, so that it differs from the stored one. */
export interface LoadedSummary {
  readonly summary: CampaignSummary;
  readonly isRebuilt: boolean;
}

/** The same as {@link getSummary}, for those who write it back. */
export async function loadSummary(tables: Tables, campaign: string): Promise<LoadedSummary> {
  const { Item } = await tables.client.send(
    new GetCommand({
      TableName: tables.experiments,
      Key: { campaign: SYSTEM_PARTITIONS.summary, experiment_id: campaign },
      ConsistentRead: true,
    }),
  );
  return readSummary(tables, campaign, Item);
}

/**
 * Replaces a summary by one whose version is exactly one higher.
 * @returns false when another writer was faster: read again and fold again.
 */
export async function putSummary(
  tables: Tables,
  campaign: string,
  summary: CampaignSummary,
): Promise<boolean> {
  try {
    await tables.client.send(
      new PutCommand({
        TableName: tables.experiments,
        Item: { ...summary, campaign: SYSTEM_PARTITIONS.summary, experiment_id: campaign },
        // What holds no version was written by hand.
        ConditionExpression:
          'attribute_not_exists(experiment_id) OR #version = :before OR NOT attribute_type(#version, :number)',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': summary.version - 1, ':number': 'N' },
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** Names of the campaigns that have a summary. */
export async function listCampaigns(tables: Tables): Promise<string[]> {
  const pages = paginateQuery(
    { client: tables.client },
    {
      TableName: tables.experiments,
      KeyConditionExpression: 'campaign = :summary',
      ExpressionAttributeValues: { ':summary': SYSTEM_PARTITIONS.summary },
      ProjectionExpression: 'experiment_id',
    },
  );
  const names: string[] = [];
  for await (const { Items = [] } of pages) names.push(...Items.map((item) => String(item['experiment_id'])));
  return names;
}

/** Pauses or resumes a campaign: the planner declines while it is paused. */
export async function putControl(tables: Tables, campaign: string, control: Control): Promise<void> {
  await tables.client.send(
    new PutCommand({
      TableName: tables.experiments,
      Item: { ...control, campaign: SYSTEM_PARTITIONS.control, experiment_id: campaign },
    }),
  );
}

async function readSummary(
  tables: Tables,
  campaign: string,
  item: Record<string, unknown> | undefined,
): Promise<LoadedSummary> {
  if (item === undefined) return { summary: emptySummary(), isRebuilt: false };
  const parsed = CampaignSummary.safeParse(item);
  if (parsed.success) return { summary: parsed.data, isRebuilt: false };
  const { summary } = await rebuildSummary(tables, campaign);
  const version = Number.isInteger(item['version']) ? Number(item['version']) : 0;
  return { summary: { ...summary, version }, isRebuilt: true };
}
