import { embeddedMetrics } from '../shared/embedded-metrics.ts';
import { iterationId } from '../shared/keys.ts';
import { monthMetrics } from '../shared/ledger/month-metrics.ts';
import { METRICS } from '../shared/names.ts';
import type { ReasoningRecord } from '../shared/reasoning.ts';
import { readPlanningState } from '../shared/stores/campaign-store.ts';
import { type LockAttempt, releaseLock } from '../shared/stores/iteration-lock.ts';
import { parseStored } from '../shared/stores/parse-stored.ts';
import { getReasoning, putReasoning } from '../shared/stores/reasoning-store.ts';
import { type PlannerAnswer, PlannerEvent } from '../shared/workflow.ts';
import { withFewerArms } from './budget/fewer-arms.ts';
import { commitArms } from './budget/run-budget.ts';
import { decide, type Iteration } from './decide.ts';
import { isMonthFull } from './decline.ts';
import { launch, launchStored } from './launch.ts';
import { stopOrphans, takeLock } from './left-executions.ts';
import { parseRunInput } from './run-input.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * One planning: takes the lock, reads, reasons, writes reasoning and experiments, answers with their ids. Called again
 * for the same execution it answers the same: the stored reasoning is read back and what is missing is written.
 * @throws InvalidRunInputError, InvalidRecordError
 */
export async function planIteration(surroundings: Surroundings, event: unknown): Promise<PlannerAnswer> {
  const { input, execution_id, started_at } = parseStored(PlannerEvent, event, "the planner's event");
  const run = parseRunInput(input, surroundings.spaces);
  const iteration = { run, executionId: execution_id, reasoningId: iterationId(execution_id, started_at) };
  return run.dryRun ? rehearse(surroundings, iteration) : carryOut(surroundings, iteration);
}

/** What would be planned: takes no lock and writes no plan. */
async function rehearse(surroundings: Surroundings, iteration: Iteration): Promise<PlannerAnswer> {
  const { run, reasoningId } = iteration;
  const state = await readPlanningState(surroundings.tables, run.campaign, reasoningId);
  const { plan } = await decide(surroundings, iteration, state);
  if ('declined' in plan) return declined(iteration, plan.declined);
  const reason = 'a dry run: nothing was written';
  return { ...nothing(iteration), decision: 'dry-run', reason, plan: plan.record };
}

async function carryOut(surroundings: Surroundings, iteration: Iteration): Promise<PlannerAnswer> {
  const { tables, settings, now, print } = surroundings;
  const { run, executionId, reasoningId } = iteration;
  const lock = await takeLock(surroundings, executionId);
  if (!lock.acquired) return skipped(iteration, lock);
  const state = await readPlanningState(tables, run.campaign, reasoningId);
  if (state.reasoning !== undefined) return launchStored(tables, state.reasoning);

  await stopOrphans(surroundings, run.campaign, reasoningId);
  const { spending, month, plan } = await decide(surroundings, iteration, state);
  const tellMonth = (isFull: boolean) => print(monthMetrics(month, now(), { run_id: reasoningId }, isFull));
  // Nothing follows in the workflow that would give the lock back.
  const giveUp = async (reason: string) => {
    await releaseLock(tables, executionId);
    return declined(iteration, reason);
  };
  if ('declined' in plan) {
    tellMonth(isMonthFull(month, settings));
    return giveUp(plan.declined);
  }
  const { experiments, cost_usd } = plan.record;
  const affordable = await commitArms(spending, experiments, cost_usd);
  tellMonth(affordable.isMonthFull);
  const { count, reason: left } = affordable;
  if (count === 0) return giveUp(`no experiment can be paid for: ${left ?? 'none was planned'}`);
  const record = left === undefined ? plan.record : withFewerArms(plan.record, count, left);
  if (!(await putReasoning(tables, record)))
    return launchStored(tables, await getReasoning(tables, run.campaign, reasoningId));
  // By the one call that wrote it: a retry must not count the same cost again.
  print(reasoningMetrics(record, now()));
  return launch(tables, record);
}

function skipped(
  iteration: Iteration,
  { holder, expiresAt }: Extract<LockAttempt, { acquired: false }>,
): PlannerAnswer {
  const reason = `another iteration is running: ${holder} holds the lock until ${expiresAt} at the latest`;
  return { ...nothing(iteration), decision: 'skipped', reason, owner: holder };
}

function declined(iteration: Iteration, reason: string): PlannerAnswer {
  return { ...nothing(iteration), decision: 'declined', reason };
}

/** Of an answer after which nothing runs. */
function nothing({ run: { campaign } }: Iteration) {
  return { campaign, reasoning_id: null, arms: [], sharded: false, round: 0, items_key: null, plan: null };
}

function reasoningMetrics(
  { campaign, reasoning_id, confidence_score, mode, fallback_reason, cost_usd }: ReasoningRecord,
  now: Date,
): string {
  const metrics = {
    [METRICS.confidence]: confidence_score,
    [METRICS.fallbackPlans]: mode === 'fallback' && fallback_reason !== null ? 1 : 0,
    [METRICS.llmCost]: cost_usd,
  };
  return embeddedMetrics(campaign, metrics, now, { run_id: reasoning_id });
}
