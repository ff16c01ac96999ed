import type { Candidate } from './candidates.ts';
import { chooseArms } from './choose.ts';
import { improvementProbability } from './confidence.ts';
import { forecastBdRate, forecastBitrate } from './forecast.ts';
import { insightsOf } from './insights.ts';
import type { Finding, PlanningContext, Proposal, ProposedExperiment } from './planning.ts';
import { approachOf, changeOf, hypothesisOf, purposeOf, risksOf, rootCause } from './statements.ts';

/**
 * A whole line of reasoning by rules: the first finding is the root cause, the arms follow from it.
 * @param open candidates that have not been recorded, best forecast first; at least one.
 */
export function planByRules(
  context: PlanningContext,
  findings: readonly Finding[],
  open: readonly Candidate[],
): Proposal {
  const arms = chooseArms(context, findings, open);
  const experiments = arms.map((arm) => proposed(context, arm));
  const [first] = experiments;
  if (first === undefined) throw new RangeError('planning by rules needs at least one open candidate');
  const root = findings[0];
  return {
    root_cause: rootCause(root),
    insights: insightsOf(context, findings),
    hypothesis: hypothesisOf(context, first, arms),
    next_experiment: {
      approach: approachOf(context, root?.rule, arms),
      changes: arms.map((arm) => changeOf(arm).slice(0, 300)),
    },
    risks: risksOf(context, arms),
    confidence_score: improvementProbability(context, first.expected_bd_rate),
    experiments,
  };
}

/** A candidate with its purpose and forecast. */
export function proposed(context: PlanningContext, candidate: Candidate): ProposedExperiment {
  const forecast = forecastBdRate(context, candidate);
  return {
    encoder: candidate.encoder,
    parameters: candidate.parameters,
    purpose: purposeOf(candidate),
    expected_bd_rate: forecast,
    expected_bitrate_mbps: forecastBitrate(context, forecast),
    ...(candidate.replicate_of !== undefined && { replicate_of: candidate.replicate_of }),
  };
}
