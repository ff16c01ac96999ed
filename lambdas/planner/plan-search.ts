import { sha256, specHash } from '../shared/spec.ts';
import { allocationOf } from './bandit/allocation.ts';
import { allot, type CompetingSource, type Shares } from './bandit/allot.ts';
import { chooseArms } from './choose.ts';
import type { Origin } from './identify.ts';
import type { LlmAnswer } from './llm/ask-claude.ts';
import type { Finding, PlanningContext, Proposal } from './planning.ts';
import { planByRules } from './rules.ts';
import { seededRandom } from './seeded-random.ts';
import { demanded, hasBaseline } from './sources/checks.ts';
import { openOffers } from './sources/offers.ts';
import { specOf } from './spec-of.ts';
import { withModel } from './with-model.ts';

/** A way to ask a language model for so many experiments; undefined where it cannot be asked. */
export type Ask = ((context: PlanningContext) => Promise<LlmAnswer>) | undefined;

export type Outcome =
  | { readonly proposal: Proposal; readonly origin: Origin }
  | { readonly declined: string };

/** What an iteration's search works with. */
export interface Search {
  readonly findings: readonly Finding[];
  readonly ask: Ask;
  /** Why the model that was meant cannot be asked; null where none was meant. */
  readonly reason: string | null;
  /** Those of at most a hundred hashes that the campaign has recorded. */
  readonly recorded: (hashes: readonly string[]) => Promise<Set<string>>;
}

/**
 * An iteration's plan: what findings demand comes first, the other arms are allotted to the sources of proposals. Where a
 * language model has a share, its line of reasoning stands over the whole; else, or when it fails, the rules'.
 */
export async function planSearch(context: PlanningContext, search: Search): Promise<Outcome> {
  const { findings, ask, recorded } = search;
  const seed = seedOf(context);
  const { offers, possible } = await openOffers(context, findings, seededRandom(seed), recorded);
  if (possible === 0) return { declined: nothingOpen(context, 0) };
  const checks = demanded(context, findings, offers.checks, ask !== undefined);
  const rest = context.arms - checks.length;
  const own: readonly CompetingSource[] = hasBaseline(findings) ? ['model', 'mutation', 'random'] : ['model'];
  const shares = (sources: readonly CompetingSource[]): Shares =>
    allot({ summary: context.summary, arms: rest, sources, seed: seed + 1 });
  const alone = () => ({ offers, checks, shares: shares(own), beside: [] });

  const all = ask === undefined ? {} : shares(['llm', ...own]);
  const count = all.llm ?? 0;
  let fallbackReason =
    ask !== undefined && count === 0
      ? 'what Claude has brought per dollar left it no arm of this iteration'
      : search.reason;
  let use: Origin['use'];
  if (ask !== undefined && count > 0) {
    const answer = await ask({ ...context, arms: count });
    use = answer.use;
    if (answer.kind === 'plan') {
      const hashes = answer.proposal.experiments.map(({ encoder, parameters }) =>
        specHash(specOf(context, encoder, parameters)),
      );
      const taken = hashes.length === 0 ? new Set<string>() : await recorded(hashes);
      const plan = withModel(context, { answer: answer.proposal, count, taken, offers, checks, shares: all });
      if ('proposal' in plan)
        return finished(context, plan.proposal, { mode: 'llm', use, fallbackReason: null });
      fallbackReason = plan.rejected;
    } else fallbackReason = answer.reason;
  }
  const arms = chooseArms(context, alone());
  if (arms.length === 0) return { declined: nothingOpen(context, possible) };
  return finished(context, planByRules(context, findings, arms), { mode: 'fallback', use, fallbackReason });
}

function finished({ summary }: PlanningContext, proposal: Proposal, origin: Origin): Outcome {
  const whole = origin.mode === 'llm' ? 'llm' : 'rules';
  const sources = proposal.experiments.map(({ source }) => source ?? whole);
  return { proposal: { ...proposal, allocation: allocationOf(summary, sources) }, origin };
}

/** The same for a retry, another for each iteration that was recorded. */
function seedOf({ seed, summary: { counts, clip_set } }: PlanningContext): number {
  const words = `${seed} ${counts.succeeded + counts.failed} ${clip_set ?? ''}`;
  return Number.parseInt(sha256(words).slice(0, 8), 16);
}

function nothingOpen({ settings }: PlanningContext, possible: number): string {
  const limit = `${settings.cpu_seconds_per_arm} CPU seconds`;
  return possible === 0
    ? `no experiment fits ${limit} per arm on these clips: raise the budget, or use shorter or smaller clips`
    : `all ${possible} experiments that fit ${limit} per arm have been measured: raise the budget, or start a campaign with other clips`;
}
