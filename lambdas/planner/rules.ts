import { storedConfiguration } from '../shared/memory/configuration.ts';
import { expectedOf } from './calibration/expected.ts';
import type { Arm } from './choose.ts';
import { improvementProbability } from './confidence.ts';
import { insightsOf } from './insights.ts';
import type { Finding, PlanningContext, Proposal, ProposedExperiment } from './planning.ts';
import { approachOf, changeOf, hypothesisOf, purposeOf, risksOf, rootCause } from './statements.ts';

/**
 * A whole line of reasoning by rules over arms that are chosen: the first finding is the root cause.
 * @param arms best forecast first; at least one.
 */
export function planByRules(
  context: PlanningContext,
  findings: readonly Finding[],
  arms: readonly Arm[],
): Proposal {
  const experiments = arms.map((arm) => proposed(context, arm));
  const [first] = experiments;
  if (first === undefined) throw new RangeError('planning by rules needs at least one arm');
  const root = findings[0];
  return {
    root_cause: rootCause(root),
    insights: insightsOf(context, findings),
    hypothesis: hypothesisOf(context, first, arms),
    next_experiment: {
      approach: approachOf(root?.rule, arms),
      changes: arms.map((arm) => changeOf(arm).slice(0, 300)),
    },
    risks: risksOf(context, arms),
    confidence_score: improvementProbability(context, first.expected_bd_rate),
    experiments,
  };
}

/** An arm with its purpose and forecast. */
export function proposed(context: PlanningContext, arm: Arm): ProposedExperiment {
  const expected = expectedOf(context, arm, arm.source);
  return {
    ...storedConfiguration(arm),
    purpose: purposeOf(arm, expected.expected_bd_rate),
    ...expected,
    source: arm.source,
    ...(arm.replicate_of !== undefined && { replicate_of: arm.replicate_of }),
  };
}
