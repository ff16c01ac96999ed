import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Tables } from '../../lambdas/shared/stores/document-client.ts';

/** Where an experiment is. */
export interface ExperimentAddress {
  readonly campaign: string;
  readonly experiment_id: string;
}

/**
 * Experiments of all campaigns whose id is, begins with or ends with a text. Reads the whole table, which on one machine
 * is no cost.
 */
export async function findExperiments(tables: Tables, text: string): Promise<ExperimentAddress[]> {
  const pages = paginateScan(
    { client: tables.client },
    {
      TableName: tables.experiments,
      ProjectionExpression: 'campaign, experiment_id',
      FilterExpression: 'NOT begins_with(campaign, :system)',
      ExpressionAttributeValues: { ':system': '#' },
    },
  );
  const found: ExperimentAddress[] = [];
  for await (const { Items = [] } of pages) {
    for (const { campaign, experiment_id } of Items as ExperimentAddress[])
      if (experiment_id.startsWith(text) || experiment_id.endsWith(text))
        found.push({ campaign, experiment_id });
  }
  const exact = found.filter(({ experiment_id }) => experiment_id === text);
  return exact.length > 0 ? exact : found;
}
