import { specHash } from '../shared/spec.ts';
import type { Configuration } from './candidates.ts';
import { fitsBudget } from './cost.ts';
import { configurationName } from './evidence.ts';
import type { PlanningContext, Proposal, ProposedExperiment } from './planning.ts';
import { specOf } from './spec-of.ts';

/** What of a model's proposal can be run. */
export interface Reconciled {
  /** In canonical form, at most as many as were asked for. */
  readonly kept: readonly (ProposedExperiment & { readonly hash: string })[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * A model's proposal without what was recorded before, is planned already, is proposed twice or exceeds the CPU budget.
 * @param count experiments that were asked for.
 * @param taken hashes of what is recorded or planned beside.
 */
export function reconcile(
  context: PlanningContext,
  proposal: Proposal,
  count: number,
  taken: ReadonlySet<string>,
): Reconciled {
  const kept: (ProposedExperiment & { readonly hash: string })[] = [];
  const hashes = new Set(taken);
  const notes: string[] = [];
  for (const experiment of proposal.experiments) {
    if (kept.length === count) break;
    const spec = specOf(context, experiment);
    const hash = specHash(spec);
    const fault = hashes.has(hash) ? 'has been measured already' : tooDear(context, spec);
    if (fault === undefined) kept.push({ ...experiment, parameters: spec.parameters, source: 'llm', hash });
    else notes.push(`${configurationName(spec)} ${fault}`);
    hashes.add(hash);
  }
  return { kept, notes };
}

function tooDear(context: PlanningContext, configuration: Configuration): string | undefined {
  return fitsBudget(context, configuration) ? undefined : 'does not fit the CPU budget of an arm';
}
