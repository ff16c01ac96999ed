import { artifactKeys } from '../shared/keys.ts';
import type { LedgerMonth } from '../shared/ledger/entries.ts';
import type { ReasoningRecord } from '../shared/reasoning.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import { canonicalJson } from '../shared/spec.ts';
import type { PlanningState } from '../shared/stores/campaign-store.ts';
import { type History, recentExperiments, recordedSpecs } from '../shared/stores/experiment-store.ts';
import type { CampaignSummary } from '../shared/summary.ts';
import type { RunInput } from '../shared/workflow.ts';
import { askWithinBudget } from './budget/ask-within-budget.ts';
import { openMonth, type Run } from './budget/run-budget.ts';
import { checkCircuit } from './circuit-breaker.ts';
import { declineReason } from './decline.ts';
import { gatherContext } from './gather-context.ts';
import { reasoningRecord } from './identify.ts';
import type { PlanningContext } from './planning.ts';
import { manualProposal, type Outcome, propose } from './propose.ts';
import type { Surroundings } from './surroundings.ts';

/** Records that planning looks at beside the summary. */
const RECENT = 50;

/** One run of the workflow that plans. */
export interface Iteration {
  readonly run: RunInput;
  readonly executionId: string;
  readonly reasoningId: string;
}

export interface Decision {
  readonly spending: Run;
  /** The month as it was before this planning. */
  readonly month: LedgerMonth;
  readonly plan: { readonly record: ReasoningRecord } | { readonly declined: string };
}

/** What to do next: a whole plan, or why there is none. Writes nothing but what asking the model costs and
 * answers, and the list of clips that a row has no room for. */
export async function decide(
  surroundings: Surroundings,
  iteration: Iteration,
  state: PlanningState,
): Promise<Decision> {
  const { run, reasoningId } = iteration;
  const { tables, settings, now } = surroundings;
  const spending: Run = { tables, settings, campaign: run.campaign, reasoningId, now };
  const month = await openMonth(spending);
  const history = await recentExperiments(tables, run.campaign, RECENT);
  const { records } = history;
  const { control, circuit } = await checkCircuit(surroundings, run, state, { records, reasoningId });
  const reason = declineReason(control, circuit, month, settings);
  const plan =
    reason === undefined
      ? await planFor(surroundings, iteration, spending, { summary: state.summary, history })
      : { declined: reason };
  return { spending, month, plan };
}

async function planFor(
  surroundings: Surroundings,
  { run, executionId, reasoningId }: Iteration,
  spending: Run,
  known: { readonly summary: CampaignSummary; readonly history: History },
): Promise<Decision['plan']> {
  const context = await gatherContext(surroundings, run, known);
  // Under its own hash: whoever plans with the same clips writes the same.
  if (context.further !== undefined && !run.dryRun) await keepList(surroundings, context.further);
  const ids = { reasoningId, executionId };
  if (run.experiment !== undefined) {
    const origin = { mode: 'manual' as const, use: undefined, fallbackReason: null };
    return { record: reasoningRecord(context, manualProposal(context, run.experiment), origin, ids) };
  }
  const outcome = await proposeWithinBudget(surroundings, run, spending, context);
  if ('declined' in outcome) return outcome;
  return { record: reasoningRecord(context, outcome.proposal, outcome.origin, ids) };
}

function keepList(
  { store }: Surroundings,
  { reference, list }: NonNullable<PlanningContext['further']>,
): Promise<void> {
  return store.put(reference.key, canonicalJson(list));
}

function proposeWithinBudget(
  { tables, store, findKey, ask }: Surroundings,
  run: RunInput,
  spending: Run,
  context: PlanningContext,
): Promise<Outcome> {
  const exchange = artifactKeys.exchange(run.campaign, spending.reasoningId);
  const keeper = { key: exchange, keep: (text: string) => store.put(exchange, text) };
  return propose(context, {
    findKey,
    ask: (asked, findings, key) =>
      askWithinBudget(spending, asked, findings, () =>
        ask(asked, findings, key, run.dryRun ? undefined : keeper),
      ),
    recorded: async (hashes) =>
      new Set([...(await recordedSpecs(tables, run.campaign, hashes)), ...unfinishedSpecs(context.history)]),
  });
}

/** Specs of experiments that an earlier iteration planned and nobody has ended yet: their results may still be there. */
function unfinishedSpecs(records: readonly ExperimentRecord[]): string[] {
  const open = records.filter(({ status }) => status === 'planned' || status === 'running');
  return open.map(({ spec_hash }) => spec_hash);
}
