import { ExperimentNotFoundError, InvalidRecordError } from '../shared/errors.ts';
import { monthOf } from '../shared/ledger/entries.ts';
import { monthMetrics } from '../shared/ledger/month-metrics.ts';
import { foldIteration } from '../shared/memory/fold.ts';
import { plannedRecords } from '../shared/planned-records.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import { putPlannedExperiment } from '../shared/stores/experiment-store.ts';
import { getMonth } from '../shared/stores/ledger-store.ts';
import { setOutcome } from '../shared/stores/reasoning-store.ts';
import type { Arm, PlannerAnswer } from '../shared/workflow.ts';
import { armsOfReasoning, findReasoning } from './arms-of-reasoning.ts';
import { judgeBatch, promotionsTold, tallied } from './batch-verdict.ts';
import { bestByStrategy, intelligenceMetrics, measurementMetrics } from './record-metrics.ts';
import { settleBatch } from './settle-batch.ts';
import { settleExperiment } from './settle-experiment.ts';
import type { Surroundings } from './surroundings.ts';
import { updateSummary } from './update-summary.ts';

/** As much of a plan as its conclusion needs. */
export type Concluded = Pick<PlannerAnswer, 'campaign' | 'reasoning_id' | 'arms' | 'sharded'>;

/**
 * Ends a planned iteration: settles arms that nobody recorded, counts what it cost and what it teaches, and gives the
 * reasoning its outcome. The outcome comes last, so that a conclusion which broke off is found and made again.
 * @param isLeftBehind whether its execution was ended from outside; then what has no result is abandoned.
 * @returns one line.
 * @throws InvalidRecordError where the reasoning is absent or cannot be read; the arms are settled all the same.
 */
export async function concludeIteration(
  surroundings: Surroundings,
  plan: Concluded,
  isLeftBehind = false,
): Promise<string> {
  const arms = await armsOfReasoning(surroundings, plan);
  const { records: settled, unread } = await settleArms(surroundings, arms, isLeftBehind);
  const records = await settleBatch(surroundings, plan, settled);
  const { verdict, text } = judgeBatch(records);
  const remarks = [text, ...promotionsTold(records), ...unread].join(' ').slice(0, 1000);
  if (plan.reasoning_id !== null) {
    const { tables, now, print } = surroundings;
    const reasoning = await findReasoning(tables, plan.campaign, plan.reasoning_id);
    const { summary, changed } = await updateSummary(surroundings, plan.campaign, (before) =>
      foldIteration(before, reasoning, records),
    );
    const concluded_at = now().toISOString();
    await setOutcome(tables, plan.campaign, plan.reasoning_id, { verdict, text: remarks, concluded_at });
    if (changed) {
      const month = await getMonth(tables, monthOf(now()));
      const lines = [
        ...measurementMetrics(records, summary, now()),
        ...bestByStrategy(reasoning, summary, now()),
        intelligenceMetrics(reasoning, summary, now()),
        monthMetrics(month, now(), { run_id: plan.reasoning_id }),
      ];
      for (const line of lines) if (line !== undefined) print(line);
    }
  }
  return `${verdict}: ${[tallied(records), ...unread].join('; ')}`;
}

/**
 * All arms' records. One that was left unrecorded is recorded now, from its result where there is one, and one whose
 * recording broke off is completed. A row that cannot be read must not keep the others from their outcome: it is told.
 */
async function settleArms(surroundings: Surroundings, arms: readonly Arm[], isLeftBehind: boolean) {
  const records: ExperimentRecord[] = [];
  const unread: string[] = [];
  for (const arm of arms) {
    try {
      records.push(await settlePlanned(surroundings, arm, isLeftBehind));
    } catch (error) {
      if (!(error instanceof InvalidRecordError || error instanceof ExperimentNotFoundError)) throw error;
      unread.push(error.message);
    }
  }
  return { records, unread };
}

/** An experiment that was planned and whose row was never written gets that row first: what was planned is never missing. */
async function settlePlanned(
  surroundings: Surroundings,
  arm: Arm,
  isLeftBehind: boolean,
): Promise<ExperimentRecord> {
  try {
    return await settleExperiment(surroundings, arm, undefined, isLeftBehind);
  } catch (error) {
    if (!(error instanceof ExperimentNotFoundError)) throw error;
    const { tables } = surroundings;
    const reasoning = await findReasoning(tables, arm.campaign, arm.reasoning_id);
    const planned = plannedRecords(reasoning).find(
      ({ experiment_id }) => experiment_id === arm.experiment_id,
    );
    if (planned === undefined) throw error;
    await putPlannedExperiment(tables, planned);
    return settleExperiment(surroundings, arm, undefined, isLeftBehind);
  }
}
