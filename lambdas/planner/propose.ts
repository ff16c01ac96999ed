import { storedConfiguration } from '../shared/memory/configuration.ts';
import type { ManualExperiment } from '../shared/workflow.ts';
import { expectedOf } from './calibration/expected.ts';
import { improvementProbability } from './confidence.ts';
import { confirmation, confirmationAlone, withConfirmation } from './confirmation.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { configurationName } from './evidence.ts';
import type { Origin } from './identify.ts';
import type { LlmAnswer } from './llm/ask-claude.ts';
import { type Outcome, planSearch } from './plan-search.ts';
import type { Finding, PlanningContext, Proposal } from './planning.ts';

/** What proposing needs from outside. */
export interface ProposalSources {
  /** A key, or why there is none: a reason when one was meant, null when none was. */
  readonly findKey: () => Promise<{ key: string } | { reason: string | null }>;
  readonly ask: (context: PlanningContext, findings: readonly Finding[], key: string) => Promise<LlmAnswer>;
  /** Those of the hashes that the campaign has recorded. */
  readonly recorded: (hashes: readonly string[]) => Promise<Set<string>>;
}

export type { Outcome } from './plan-search.ts';

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
  const access = await sources.findKey();
  const ask =
    'key' in access ? (asked: PlanningContext) => sources.ask(asked, findings, access.key) : undefined;
  const reason = 'key' in access ? null : access.reason;
  return planSearch(context, { findings, ask, reason, recorded: sources.recorded });
}

/** One experiment that a person asked for, with the lab's own forecast beside it. */
export function manualProposal(context: PlanningContext, experiment: ManualExperiment): Proposal {
  const expected = expectedOf(context, experiment, 'manual');
  const forecast = expected.expected_bd_rate;
  const name = configurationName(experiment);
  return {
    root_cause: 'a person asked for this experiment: no root cause was sought',
    insights: [],
    hypothesis: `${name} comes to ${forecast.p50.toFixed(1)} % against HEVC at equal quality, by the lab's own forecast`,
    next_experiment: { approach: 'run exactly what was asked for', changes: [`run ${name}`] },
    risks: [],
    confidence_score: improvementProbability(context, forecast),
    experiments: [
      {
        ...storedConfiguration(experiment),
        purpose: 'asked for by a person',
        ...expected,
      },
    ],
  };
}
