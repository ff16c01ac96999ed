import type { ExperimentRecord } from '../shared/record.ts';
import {
  putSpecMarker,
  putTerminalExperiment,
  recentExperiments,
} from '../shared/stores/experiment-store.ts';
import type { Arm } from '../shared/workflow.ts';
import { findExperiment, isTerminal } from './find-experiment.ts';
import { readResult } from './read-result.ts';
import { recordMetrics } from './record-metrics.ts';
import { foldExperiment } from './summary-fold.ts';
import type { Surroundings } from './surroundings.ts';
import { type Failure, terminalRecord } from './terminal-record.ts';
import { updateSummary } from './update-summary.ts';
import { isInfrastructure } from './verdict.ts';

/** Records whose output a new one is compared with. */
const COMPARED_RECORDS = 50;

/**
 * Brings an experiment to its end in the tables: terminal record, spec marker, summary, metrics, in this order. Each
 * step is done once however often this runs, and a run that broke off between two of them is completed by the next.
 * @param taskFailure why the task failed, when it did.
 * @returns the record as it is stored, which an earlier delivery may have written.
 */
export async function settleExperiment(
  surroundings: Surroundings,
  arm: Arm,
  taskFailure: Failure | undefined,
): Promise<ExperimentRecord> {
  const { tables, now, print } = surroundings;
  const record = await storedEnding(surroundings, arm, taskFailure);
  if (saysSomething(record))
    await putSpecMarker(tables, record.campaign, record.spec_hash, record.experiment_id);
  const { summary, changed } = await updateSummary(surroundings, record.campaign, (before) =>
    foldExperiment(before, record),
  );
  if (changed) print(recordMetrics(record, summary, now()));
  return record;
}

/** False when only the machinery failed, or nothing ran: the same spec may then be planned again. */
function saysSomething({ status, failure }: ExperimentRecord): boolean {
  return status === 'succeeded' || (failure !== null && !isInfrastructure(failure.class));
}

async function storedEnding(
  { tables, store, now }: Surroundings,
  { campaign, experiment_id }: Arm,
  taskFailure: Failure | undefined,
): Promise<ExperimentRecord> {
  const planned = await findExperiment(tables, campaign, experiment_id);
  if (isTerminal(planned)) return planned;
  const found = await readResult(store, planned);
  const { records: others } = await recentExperiments(tables, campaign, COMPARED_RECORDS);
  const record = terminalRecord(planned, { found, taskFailure, others, now: now() });
  const isFirst = await putTerminalExperiment(tables, record);
  return isFirst ? record : findExperiment(tables, campaign, experiment_id);
}
