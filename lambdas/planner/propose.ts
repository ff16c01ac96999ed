import { specHash } from '../shared/spec.ts';
import type { ManualExperiment } from '../shared/workflow.ts';
import { farCandidates, nearCandidates } from './candidates.ts';
import { improvementProbability } from './confidence.ts';
import { confirmation, confirmationAlone, withConfirmation } from './confirmation.ts';
import { monthSpending } from './decline.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { configurationName } from './evidence.ts';
import { forecastBdRate, forecastBitrate } from './forecast.ts';
import type { Origin } from './identify.ts';
import type { LlmAnswer } from './llm/ask-claude.ts';
import { openCandidates } from './open-candidates.ts';
import type { Finding, PlanningContext, Proposal } from './planning.ts';
import { reconcile } from './reconcile.ts';
import { planByRules } from './rules.ts';
import { specOf } from './spec-of.ts';

/** Spec hashes that are looked up in one request. */
const MOST_LOOKUPS = 100;

/** What proposing needs from outside. */
export interface ProposalSources {
  /** A key, or why there is none: a reason when one was meant, null when none was. */
  readonly findKey: () => Promise<{ key: string } | { reason: string | null }>;
  readonly ask: (context: PlanningContext, findings: readonly Finding[], key: string) => Promise<LlmAnswer>;
  /** Those of the hashes that the campaign has recorded. */
  readonly recorded: (hashes: readonly string[]) => Promise<Set<string>>;
}

export type Outcome =
  | { readonly proposal: Proposal; readonly origin: Origin }
  | { readonly declined: string };

/**
 * A plan by the model where that is possible, else by rules; or why there is none. A due confirmation takes one arm, but
 * waits while the instrument is in doubt.
 */
export async function propose(whole: PlanningContext, sources: ProposalSources): Promise<Outcome> {
  const inDoubt = diagnose(whole)[0]?.rule === 'instrumentation-fault';
  const confirming = inDoubt ? undefined : confirmation(whole);
  const byRules: Origin = { mode: 'fallback', use: undefined, fallbackReason: null };
  if (confirming !== undefined && whole.arms === 1)
    return { proposal: confirmationAlone(confirming), origin: byRules };
  const context = confirming === undefined ? whole : { ...whole, arms: whole.arms - 1 };
  const outcome = await proposeSearch(context, sources);
  if (!('declined' in outcome))
    return { ...outcome, proposal: withConfirmation(outcome.proposal, confirming) };
  return confirming === undefined ? outcome : { proposal: confirmationAlone(confirming), origin: byRules };
}

async function proposeSearch(context: PlanningContext, sources: ProposalSources): Promise<Outcome> {
  const findings = diagnose(context);
  const answer = await askIfAllowed(context, findings, sources);
  const asked =
    answer.kind === 'plan'
      ? answer.proposal.experiments.map(({ encoder, parameters }) =>
          specHash(specOf(context, encoder, parameters)),
        )
      : [];
  const near = nearCandidates(context).slice(0, MOST_LOOKUPS - asked.length);
  const far = farCandidates(context, MOST_LOOKUPS - asked.length - near.length);
  const possible = [...near, ...far];
  const recorded = await sources.recorded([...asked, ...possible.map(({ hash }) => hash)]);
  const open = openCandidates(context, possible, recorded, findings);
  let reason = answer.kind === 'fallback' ? answer.reason : null;
  if (answer.kind === 'plan') {
    const reconciled = reconcile(context, findings, answer.proposal, open, recorded);
    if ('proposal' in reconciled)
      return {
        proposal: reconciled.proposal,
        origin: { mode: 'llm', use: answer.use, fallbackReason: null },
      };
    reason = reconciled.rejected;
  }
  if (open.length === 0) return { declined: nothingOpen(context, possible.length) };
  return {
    proposal: planByRules(context, findings, open),
    origin: { mode: 'fallback', use: answer.use, fallbackReason: reason },
  };
}

/** One experiment that a person asked for, with the lab's own forecast beside it. */
export function manualProposal(
  context: PlanningContext,
  { encoder, parameters }: ManualExperiment,
): Proposal {
  const forecast = forecastBdRate(context, { encoder, parameters });
  const name = configurationName({ encoder, parameters });
  return {
    root_cause: 'a person asked for this experiment: no root cause was sought',
    insights: [],
    hypothesis: `${name} comes to ${forecast.p50.toFixed(1)} % against HEVC at equal quality, by the lab's own forecast`,
    next_experiment: { approach: 'run exactly what was asked for', changes: [`run ${name}`] },
    risks: [],
    confidence_score: improvementProbability(context, forecast),
    experiments: [
      {
        encoder,
        parameters,
        purpose: 'asked for by a person',
        expected_bd_rate: forecast,
        expected_bitrate_mbps: forecastBitrate(context, forecast),
      },
    ],
  };
}

type Asked =
  | LlmAnswer
  | { readonly kind: 'fallback'; readonly reason: string | null; readonly use: undefined };

async function askIfAllowed(
  context: PlanningContext,
  findings: readonly Finding[],
  { findKey, ask }: ProposalSources,
): Promise<Asked> {
  const found = await findKey();
  if (!('key' in found)) return { kind: 'fallback', reason: found.reason, use: undefined };
  const { llm } = monthSpending(context.summary, context.now);
  const cap = context.settings.llm.monthly_cap_usd;
  if (llm >= cap)
    return {
      kind: 'fallback',
      reason: `the model has cost ${llm.toFixed(2)} USD this month, the cap is ${cap.toFixed(2)} USD`,
      use: undefined,
    };
  return ask(context, findings, found.key);
}

function nothingOpen({ settings }: PlanningContext, possible: number): string {
  const limit = `${settings.cpu_seconds_per_arm} CPU seconds`;
  return possible === 0
    ? `no experiment fits ${limit} per arm on these clips: raise the budget, or use shorter or smaller clips`
    : `all ${possible} experiments that fit ${limit} per arm have been measured: raise the budget, or start a campaign with other clips`;
}
