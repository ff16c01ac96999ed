import { specHash } from '../shared/spec.ts';
import type { Candidate } from './candidates.ts';
import { fitsBudget } from './cost.ts';
import { configurationName } from './evidence.ts';
import type { Finding, PlanningContext, Proposal, ProposedExperiment } from './planning.ts';
import { planByRules } from './rules.ts';
import { specOf } from './spec-of.ts';

/** A proposal that can be run, or why none of it can. */
export type Reconciled = { readonly proposal: Proposal } | { readonly rejected: string };

/**
 * A model's proposal made fit to run: what was recorded before, is proposed twice or exceeds the CPU budget is left out
 * and replaced by what the rules would run; the reasoning says so among its risks. Where nothing is left of it, its
 * hypothesis would stand over experiments that cannot test it, so the whole proposal is rejected.
 */
export function reconcile(
  context: PlanningContext,
  findings: readonly Finding[],
  proposal: Proposal,
  open: readonly Candidate[],
  recorded: ReadonlySet<string>,
): Reconciled {
  const kept: ProposedExperiment[] = [];
  const hashes = new Set<string>();
  const notes: string[] = [];
  for (const experiment of proposal.experiments.slice(0, context.arms)) {
    const spec = specOf(context, experiment.encoder, experiment.parameters);
    const hash = specHash(spec);
    const fault =
      recorded.has(hash) || hashes.has(hash)
        ? 'has been measured already'
        : fitsBudget(context, spec)
          ? undefined
          : 'does not fit the CPU budget of an arm';
    if (fault === undefined) kept.push({ ...experiment, parameters: spec.parameters });
    else notes.push(`${configurationName(spec)} ${fault}`);
    hashes.add(hash);
  }
  if (kept.length === 0)
    return { rejected: `Claude proposed nothing that could be run: ${notes.join('; ') || 'no experiments'}` };
  const missing = context.arms - kept.length;
  const spare = open.filter((candidate) => !hashes.has(candidate.hash));
  const filling =
    missing > 0 && spare.length > 0
      ? planByRules({ ...context, arms: missing }, findings, spare).experiments
      : [];
  const risks = notes.map((note) => `${note} and was left to the planning rules to replace`.slice(0, 400));
  return {
    proposal: {
      ...proposal,
      risks: [...risks, ...proposal.risks].slice(0, 8),
      experiments: [...kept, ...filling.map((experiment) => ({ ...experiment, replaced: true }))],
    },
  };
}
