import { ExperimentNotFoundError, InvalidRecordError } from '../shared/errors.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import { getExperiment, readHistory } from '../shared/stores/experiment-store.ts';

/**
 * The stored record of an experiment.
 * @throws ExperimentNotFoundError when there is no row.
 * @throws InvalidRecordError when the row is from another version or written by hand.
 */
export async function findExperiment(
  tables: Tables,
  campaign: string,
  experimentId: string,
): Promise<ExperimentRecord> {
  const row = await getExperiment(tables, campaign, experimentId);
  if (row === undefined) throw new ExperimentNotFoundError(campaign, experimentId);
  const { records, unreadable } = readHistory([row]);
  const record = records[0];
  if (record === undefined)
    throw new InvalidRecordError(`experiment ${experimentId}`, unreadable[0]?.reason ?? 'no reason given');
  return record;
}
