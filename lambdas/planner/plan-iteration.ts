import { Capabilities } from '../shared/capabilities.ts';
import { embeddedMetrics } from '../shared/embedded-metrics.ts';
import { artifactKeys, iterationId } from '../shared/keys.ts';
import { monthMetrics } from '../shared/ledger/month-metrics.ts';
import { METRICS } from '../shared/names.ts';
import { plannedRecords } from '../shared/planned-records.ts';
import { ReasoningRecord } from '../shared/reasoning.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { EncoderSpace } from '../shared/space.ts';
import { clipSetHash } from '../shared/spec.ts';
import { getText } from '../shared/stores/artifact-store.ts';
import { readPlanningState } from '../shared/stores/campaign-store.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import {
  type History,
  putPlannedExperiment,
  recentExperiments,
  recordedSpecs,
} from '../shared/stores/experiment-store.ts';
import { releaseLock } from '../shared/stores/iteration-lock.ts';
import { parseStored } from '../shared/stores/parse-stored.ts';
import { getReasoning, putReasoning, recentReasonings } from '../shared/stores/reasoning-store.ts';
import type { CampaignSummary } from '../shared/summary.ts';
import { type PlannerAnswer, PlannerEvent, type RunInput } from '../shared/workflow.ts';
import { askWithinBudget } from './budget/ask-within-budget.ts';
import { withFewerArms } from './budget/fewer-arms.ts';
import { commitArms, openMonth, type Run } from './budget/run-budget.ts';
import { campaignClips } from './campaign-clips.ts';
import { checkCircuit } from './circuit-breaker.ts';
import { declineReason, isMonthFull } from './decline.ts';
import { reasoningRecord } from './identify.ts';
import { stopOrphans, takeLock } from './left-executions.ts';
import { usableEncoders } from './llm/usable-encoders.ts';
import type { PlanningContext } from './planning.ts';
import { manualProposal, propose } from './propose.ts';
import { parseRunInput } from './run-input.ts';
import { carriedRegions } from './sources/carried-regions.ts';
import type { Surroundings } from './surroundings.ts';

/** Records that planning looks at beside the summary. */
const RECENT = 50;
/** Reasonings whose preferred regions may still stand: their weight is small after as many. */
const RECENT_REASONINGS = 6;

/**
 * One planning: takes the lock, reads, reasons, writes reasoning and experiments, answers with their ids. Called again
 * for the same execution it answers the same: the stored reasoning is read back and what is missing is written.
 * @throws InvalidRunInputError, InvalidRecordError
 */
export async function planIteration(surroundings: Surroundings, event: unknown): Promise<PlannerAnswer> {
  const { input, execution_id, started_at } = parseStored(PlannerEvent, event, "the planner's event");
  const run = parseRunInput(input, surroundings.spaces);
  const { tables, settings, now } = surroundings;
  const reasoningId = iterationId(execution_id, started_at);
  const declined = (reason: string): PlannerAnswer => ({
    decision: 'declined',
    reason,
    campaign: run.campaign,
    reasoning_id: null,
    arms: [],
    plan: null,
  });

  if (!run.dryRun) {
    const lock = await takeLock(surroundings, execution_id);
    if (!lock.acquired)
      return declined(
        `another iteration is running: ${lock.holder} holds the lock until ${lock.expiresAt} at the latest`,
      );
  }
  const state = await readPlanningState(tables, run.campaign, reasoningId);
  if (state.reasoning !== undefined && !run.dryRun) return launch(tables, parseReasoning(state.reasoning));

  if (!run.dryRun) await stopOrphans(surroundings, run.campaign, reasoningId);
  const spending = { tables, settings, campaign: run.campaign, reasoningId, now };
  const opened = await openMonth(spending);
  const history = await recentExperiments(tables, run.campaign, RECENT);
  const { control, circuit } = await checkCircuit(surroundings, run, state, {
    records: history.records,
    reasoningId,
  });
  const reason = declineReason(control, circuit, opened, settings);
  const tellMonth = (isFull: boolean) =>
    run.dryRun || surroundings.print(monthMetrics(opened, now(), { run_id: reasoningId }, isFull));
  const outcome =
    reason === undefined
      ? await planFor(surroundings, run, spending, { summary: state.summary, history })
      : { declined: reason };
  // Nothing follows in the workflow that would give the lock back.
  const release = async () => run.dryRun || (await releaseLock(tables, execution_id));
  if ('declined' in outcome) {
    await release();
    tellMonth(isMonthFull(opened, settings));
    return declined(outcome.declined);
  }
  const ids = { reasoningId, executionId: execution_id };
  const whole = reasoningRecord(outcome.context, outcome.proposal, outcome.origin, ids);
  if (run.dryRun)
    return {
      decision: 'dry-run',
      reason: 'a dry run: nothing was written',
      campaign: run.campaign,
      reasoning_id: null,
      arms: [],
      plan: whole,
    };
  const affordable = await commitArms(spending, whole.experiments, whole.cost_usd);
  const { count, reason: left } = affordable;
  tellMonth(affordable.isMonthFull);
  if (count === 0) {
    await release();
    return declined(`no experiment can be paid for: ${left ?? 'none was planned'}`);
  }
  const record = left === undefined ? whole : withFewerArms(whole, count, left);
  if (await putReasoning(tables, record)) {
    // By the one call that wrote it: a retry must not count the same cost again.
    surroundings.print(reasoningMetrics(record, now()));
    return launch(tables, record);
  }
  return launch(tables, parseReasoning(await getReasoning(tables, run.campaign, reasoningId)));
}

async function planFor(
  surroundings: Surroundings,
  run: RunInput,
  spending: Run,
  { summary, history }: { readonly summary: CampaignSummary; readonly history: History },
) {
  const { tables, store, findKey, ask, now } = surroundings;
  const settings = { ...surroundings.settings, seed: run.seed ?? surroundings.settings.seed };
  const spaces = surroundings.spaces.filter(
    ({ strategy }) => run.strategy === undefined || strategy === run.strategy,
  );
  const [reasonings, keys, capabilities] = await Promise.all([
    recentReasonings(tables, run.campaign, RECENT_REASONINGS),
    store.list(artifactKeys.clips(run.campaign)),
    getText(store, artifactKeys.capabilities),
  ]);
  const clips = campaignClips(run.campaign, keys, settings);
  const clipSet = clipSetHash({ clips, frames: settings.frames, gop: settings.gop });
  const context: PlanningContext = {
    campaign: run.campaign,
    settings,
    spaces,
    arms: run.arms ?? settings.arms,
    seed: settings.seed,
    now: now(),
    summary,
    history: history.records,
    unreadable: history.unreadable,
    capabilities: parseCapabilities(capabilities, surroundings.spaces),
    clips,
    clipSet,
    regions: carriedRegions(readReasonings(reasonings), history.records, clipSet),
  };
  if (run.experiment !== undefined) {
    return {
      context,
      proposal: manualProposal(context, run.experiment),
      origin: { mode: 'manual' as const, use: undefined, fallbackReason: null },
    };
  }
  const exchange = artifactKeys.exchange(run.campaign, spending.reasoningId);
  const keeper = { key: exchange, keep: (text: string) => store.put(exchange, text) };
  const outcome = await propose(context, {
    findKey,
    ask: (asked, findings, key) =>
      askWithinBudget(spending, asked, findings, () =>
        ask(asked, findings, key, run.dryRun ? undefined : keeper),
      ),
    recorded: async (hashes) =>
      new Set([...(await recordedSpecs(tables, run.campaign, hashes)), ...unfinishedSpecs(history.records)]),
  });
  return 'declined' in outcome ? outcome : { context, ...outcome };
}

/** Those that fit the schema: what another version wrote prefers nothing. */
function readReasonings(rows: readonly unknown[]): ReasoningRecord[] {
  return rows.flatMap((row) => ReasoningRecord.safeParse(row).data ?? []);
}

/** Specs of experiments that an earlier iteration planned and nobody has ended yet: their results may still be there. */
function unfinishedSpecs(records: readonly ExperimentRecord[]): string[] {
  const open = records.filter(({ status }) => status === 'planned' || status === 'running');
  return open.map(({ spec_hash }) => spec_hash);
}

/** Writes the experiments that a reasoning plans, those that are not there yet. */
async function launch(tables: Tables, reasoning: ReasoningRecord): Promise<PlannerAnswer> {
  await Promise.all(plannedRecords(reasoning).map((record) => putPlannedExperiment(tables, record)));
  const { campaign, reasoning_id, mode, experiments } = reasoning;
  return {
    decision: 'run',
    reason: `${experiments.length} experiments planned in mode ${mode}`,
    campaign,
    reasoning_id,
    arms: experiments.map(({ experiment_id }) => ({ campaign, experiment_id, reasoning_id })),
    plan: null,
  };
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

function parseReasoning(row: unknown): ReasoningRecord {
  return parseStored(ReasoningRecord, row, 'the stored reasoning of this execution');
}

/**
 * Capabilities that do not parse count as not yet known: the next task writes them anew. So do those without any encoder:
 * nothing could be planned by them, and no task would ever look again.
 */
function parseCapabilities(
  text: string | undefined,
  spaces: readonly EncoderSpace[],
): Capabilities | undefined {
  if (text === undefined) return undefined;
  try {
    const capabilities = Capabilities.parse(JSON.parse(text));
    return usableEncoders({ capabilities, spaces }).length === 0 ? undefined : capabilities;
  } catch {
    return undefined;
  }
}
