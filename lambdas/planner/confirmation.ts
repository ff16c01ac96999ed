import { storedConfiguration } from '../shared/memory/configuration.ts';
import { type ExperimentSpec, specHash } from '../shared/spec.ts';
import { confirmationCpuSeconds } from './cost.ts';
import { currentChampion } from './current-champion.ts';
import { configurationName, isInfrastructureFailure } from './evidence.ts';
import type { PlanningContext, Proposal, ProposedExperiment } from './planning.ts';
import { specOfProposed } from './spec-of.ts';

/** Times that the machine may fail at a confirmation, or be at fault in it, before it is left. */
const PATIENCE = 2;
/** Half width of the forecast in points: the tune clips' kept rate points come out again. */
const HALF_WIDTH = 0.5;

/**
 * The champion's confirmation, when it has stood a whole iteration unbeaten and has none: sealed clips and strong anchor,
 * measured once for a finalist and shown to people. Its cost may exceed the budget of an arm and is told in its purpose.
 */
export function confirmation(context: PlanningContext): ProposedExperiment | undefined {
  const champion = currentChampion(context);
  if (champion === undefined || champion.confirmed_by || (champion.defended ?? 0) < 1) return undefined;
  const { spec, bd_rate_percent: rate, bitrate_mbps } = champion;
  const seconds = Math.round(confirmationCpuSeconds(context, spec));
  const proposed: ProposedExperiment = {
    ...storedConfiguration(spec),
    purpose:
      `confirmation of the champion ${configurationName(spec)}, once, on every clip and against the strong anchor (libx265 veryslow, 10 bit); about ${seconds} CPU seconds, whatever the budget of an arm`.slice(
        0,
        400,
      ),
    expected_bd_rate: { p10: Math.max(-99.9, rate - HALF_WIDTH), p50: rate, p90: rate + HALF_WIDTH },
    expected_bitrate_mbps: bitrate_mbps ?? 1,
    confirm: true,
  };
  return wasTried(context, proposed) ? undefined : proposed;
}

/** A proposal with the confirmation as its last arm. */
export function withConfirmation(proposal: Proposal, arm: ProposedExperiment | undefined): Proposal {
  if (arm === undefined) return proposal;
  const { next_experiment } = proposal;
  const changes = [...next_experiment.changes.slice(0, 11), told(arm)];
  return {
    ...proposal,
    next_experiment: { ...next_experiment, changes },
    experiments: [...proposal.experiments, arm],
  };
}

/** What an iteration that has room for nothing else says of itself. */
export function confirmationAlone(arm: ProposedExperiment): Proposal {
  return {
    root_cause:
      'the champion has stood a whole iteration and was never measured on clips that had no part in its choice',
    insights: [],
    hypothesis: `${configurationName(arm)} comes out again as it did: ${arm.expected_bd_rate.p50.toFixed(1)} % on the tune clips`,
    next_experiment: { approach: 'confirm the champion before the search goes on', changes: [told(arm)] },
    risks: [],
    confidence_score: 0.9,
    experiments: [arm],
  };
}

/** True for an arm that repeats or confirms what is known, and that no hypothesis rests on. */
export function repeats(arm: Pick<ExperimentSpec, 'replicate_of' | 'confirm'>): boolean {
  return arm.replicate_of !== undefined || arm.confirm === true;
}

function told(arm: ProposedExperiment): string {
  return `confirm ${configurationName(arm)} on every clip and against the strong anchor`.slice(0, 300);
}

/** Once is enough, unless the machine was at fault. */
function wasTried(context: PlanningContext, arm: ProposedExperiment): boolean {
  const hash = specHash(specOfProposed(context, arm));
  const earlier = context.history.filter((record) => record.spec_hash === hash);
  const faults = earlier.filter((record) => isInfrastructureFailure(record) || record.verdict === 'suspect');
  return earlier.length > faults.length || faults.length >= PATIENCE;
}
