import { commitmentIds } from '../shared/ledger/commitment-ids.ts';
import { microUsd } from '../shared/ledger/money.ts';
import { hasEnded, isInfrastructure } from '../shared/memory/attempt.ts';
import { foldExperiment } from '../shared/memory/fold.ts';
import { computeUsd } from '../shared/memory/spending.ts';
import { storageUsd } from '../shared/prices.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import {
  getExperiment,
  putSpecMarker,
  putTerminalExperiment,
  readHistory,
  recentExperiments,
} from '../shared/stores/experiment-store.ts';
import { settle } from '../shared/stores/ledger-store.ts';
import type { Arm } from '../shared/workflow.ts';
import { findExperiment } from './find-experiment.ts';
import { readResult } from './read-result.ts';
import { recordMetrics } from './record-metrics.ts';
import type { Surroundings } from './surroundings.ts';
import { type Ending, type Failure, terminalRecord } from './terminal-record.ts';
import { updateSummary } from './update-summary.ts';

/** Records whose output a new one is compared with. */
const COMPARED_RECORDS = 50;

/**
 * Brings an experiment to its end in the tables: terminal record, spec marker, ledger, summary, metrics, in this order. Each
 * step is done once however often this runs, and a run that broke off between two of them is completed by the next.
 * @param taskFailure why the task failed, when it did.
 * @param isLeftBehind whether its execution was ended from outside and a later one settles it.
 * @returns the record as it is stored, which an earlier delivery may have written.
 */
export async function settleExperiment(
  surroundings: Surroundings,
  arm: Arm,
  taskFailure: Failure | undefined,
  isLeftBehind = false,
): Promise<ExperimentRecord> {
  const { tables, now, print } = surroundings;
  const record = await storedEnding(surroundings, arm, { taskFailure, isLeftBehind });
  if (saysSomething(record))
    await putSpecMarker(tables, record.campaign, record.spec_hash, record.experiment_id);
  const storage = microUsd(storageUsd(record.stored_bytes ?? 0));
  await settle(tables, {
    id: commitmentIds.compute(record.experiment_id),
    amount: microUsd(computeUsd(record)) + storage,
    ...{ storage, now: now() },
  });
  const { changed } = await updateSummary(surroundings, record.campaign, (before) =>
    foldExperiment(before, record),
  );
  if (changed) print(recordMetrics(record, now()));
  return record;
}

/** False when only the machinery failed, its controls were unsound, or nothing ran: the same spec may be planned again. */
function saysSomething({ status, failure, measurement, batch_fault }: ExperimentRecord): boolean {
  if (measurement?.controls?.sound === false || (batch_fault ?? null) !== null) return false;
  return status === 'succeeded' || (failure !== null && !isInfrastructure(failure.class));
}

async function storedEnding(
  { tables, store, now }: Surroundings,
  { campaign, experiment_id }: Arm,
  known: Pick<Ending, 'taskFailure' | 'isLeftBehind'>,
): Promise<ExperimentRecord> {
  const planned = await findExperiment(tables, campaign, experiment_id);
  if (hasEnded(planned)) return planned;
  const found = await readResult(store, planned);
  const others = await comparedRecords(tables, planned);
  const record = terminalRecord(planned, { ...known, found, others, now: now() });
  const isFirst = await putTerminalExperiment(tables, record);
  return isFirst ? record : findExperiment(tables, campaign, experiment_id);
}

/** The newest records, and the one that this experiment declares to repeat however old that is. */
async function comparedRecords(
  tables: Tables,
  { campaign, spec: { replicate_of } }: ExperimentRecord,
): Promise<readonly ExperimentRecord[]> {
  const { records } = await recentExperiments(tables, campaign, COMPARED_RECORDS);
  if (replicate_of === undefined || records.some(({ experiment_id }) => experiment_id === replicate_of))
    return records;
  const original = await getExperiment(tables, campaign, replicate_of);
  return [...records, ...readHistory(original === undefined ? [] : [original]).records];
}
