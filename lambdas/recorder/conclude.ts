import { ExperimentNotFoundError, InvalidRecordError } from '../shared/errors.ts';
import { foldIteration } from '../shared/memory/fold.ts';
import { ReasoningRecord } from '../shared/reasoning.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import { describeIssues } from '../shared/settings.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import { releaseLock } from '../shared/stores/iteration-lock.ts';
import { getReasoning, setOutcome } from '../shared/stores/reasoning-store.ts';
import type { Arm, ConcludeAnswer, PlannerAnswer, RecorderEvent } from '../shared/workflow.ts';
import { judgeBatch, promotionsTold, tallied } from './batch-verdict.ts';
import { plainCause } from './plain-cause.ts';
import { intelligenceMetrics, measurementMetrics } from './record-metrics.ts';
import { settleBatch } from './settle-batch.ts';
import { settleExperiment } from './settle-experiment.ts';
import type { Surroundings } from './surroundings.ts';
import { updateSummary } from './update-summary.ts';

type ConcludeEvent = Extract<RecorderEvent, { action: 'conclude' }>;

/**
 * Ends an iteration: settles arms that nobody recorded, gives the reasoning its outcome, counts what it cost and what it
 * teaches. The lock
 * is the caller's to release, see {@link releasing}.
 */
export async function conclude(
  surroundings: Surroundings,
  { state: { plan, failure } }: ConcludeEvent,
): Promise<ConcludeAnswer> {
  const summary = plan === undefined ? 'nothing was planned' : await concludePlan(surroundings, plan);
  if (failure === undefined && plan !== undefined) return { failed: false, error: '', cause: '', summary };
  const caught = failure ?? {
    Error: 'NoPlan',
    Cause: 'the workflow reached its end without a plan or a failure',
  };
  return { failed: true, error: caught.Error, cause: plainCause(caught), summary };
}

/** Runs a conclusion and gives the iteration's lock back however it ends; a lock that others hold stays theirs. */
export async function releasing<Answer>(
  tables: Tables,
  executionId: string,
  conclusion: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await conclusion();
  } finally {
    await releaseLock(tables, executionId);
  }
}

async function concludePlan(surroundings: Surroundings, plan: PlannerAnswer): Promise<string> {
  const { records: settled, unread } = await settleArms(surroundings, plan.arms);
  const records = await settleBatch(surroundings, plan, settled);
  const { verdict, text } = judgeBatch(records);
  const remarks = [text, ...promotionsTold(records), ...unread].join(' ').slice(0, 1000);
  if (plan.reasoning_id !== null) {
    const { tables, now, print } = surroundings;
    const reasoning = await findReasoning(tables, plan.campaign, plan.reasoning_id);
    const concluded_at = now().toISOString();
    await setOutcome(tables, plan.campaign, plan.reasoning_id, { verdict, text: remarks, concluded_at });
    const { summary, changed } = await updateSummary(surroundings, plan.campaign, (before) =>
      foldIteration(before, reasoning, records),
    );
    if (changed) {
      const lines = [
        ...measurementMetrics(records, summary, now()),
        intelligenceMetrics(plan.campaign, summary, now()),
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
async function settleArms(surroundings: Surroundings, arms: readonly Arm[]) {
  const records: ExperimentRecord[] = [];
  const unread: string[] = [];
  for (const arm of arms) {
    try {
      records.push(await settleExperiment(surroundings, arm, undefined));
    } catch (error) {
      if (!(error instanceof InvalidRecordError || error instanceof ExperimentNotFoundError)) throw error;
      unread.push(error.message);
    }
  }
  return { records, unread };
}

async function findReasoning(tables: Tables, campaign: string, id: string): Promise<ReasoningRecord> {
  const parsed = ReasoningRecord.safeParse(await getReasoning(tables, campaign, id));
  if (!parsed.success) throw new InvalidRecordError(`reasoning ${id}`, describeIssues(parsed.error));
  return parsed.data;
}
