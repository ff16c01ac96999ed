import { strategyOf } from '../shared/encoder-name.ts';
import { sha256, specHash } from '../shared/spec.ts';
import { allocationOf } from './bandit/allocation.ts';
import { allot, type CompetingSource, type Shares } from './bandit/allot.ts';
import { type Arm, type Choice, chooseArms } from './choose.ts';
import { forecastBdRate } from './forecast.ts';
import type { Origin } from './identify.ts';
import type { LlmAnswer } from './llm/ask-claude.ts';
import type { Finding, PlanningContext, Proposal } from './planning.ts';
import { regionArms } from './region-arms.ts';
import { planByRules } from './rules.ts';
import { seededRandom } from './seeded-random.ts';
import { demanded, hasBaseline, isLeftIn } from './sources/checks.ts';
import { openOffers } from './sources/offers.ts';
import { regionCandidates, standingRegions } from './sources/regions.ts';
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

/** Candidates inside of regions that are looked up: with those of a language model no more than one request takes. */
const LOOKED_UP_IN_REGIONS = 80;

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
      const hashes = answer.proposal.experiments.map((each) => specHash(specOf(context, each)));
      const regions = standingRegions(context, answer.proposal.regions ?? []);
      const inside = regionCandidates(context, regions, LOOKED_UP_IN_REGIONS).filter(isLeftIn(findings));
      const asked = [...new Set([...hashes, ...inside.map(({ hash }) => hash)])];
      const taken = asked.length === 0 ? new Set<string>() : await recorded(asked);
      const plan = withModel(context, {
        ...{ answer: answer.proposal, count, taken, regions, inside, offers, checks },
        shares: all,
      });
      if ('proposal' in plan)
        return finished(context, plan.proposal, { mode: 'llm', use, fallbackReason: null });
      fallbackReason = plan.rejected;
    } else fallbackReason = answer.reason;
  }
  const arms = await armsAlone(context, { findings, offers, checks, shares: shares(own), recorded });
  if (arms.length === 0) return { declined: nothingOpen(context, possible) };
  return finished(context, planByRules(context, findings, arms), { mode: 'fallback', use, fallbackReason });
}

/**
 * The arms of a plan that no language model answered for. What one preferred earlier and still stands guides one of the
 * model's, where another is left that is chosen without it.
 */
async function armsAlone(
  context: PlanningContext,
  {
    findings,
    offers,
    checks,
    shares,
    recorded,
  }: Omit<Choice, 'beside'> & Pick<Search, 'findings' | 'recorded'>,
): Promise<Arm[]> {
  const regions = standingRegions(context, []);
  const inside = regionCandidates(context, regions, LOOKED_UP_IN_REGIONS).filter(isLeftIn(findings));
  const { model = 0 } = shares;
  if (inside.length === 0 || model < 2) return chooseArms(context, { offers, checks, shares, beside: [] });
  const taken = await recorded(inside.map(({ hash }) => hash));
  const candidates = inside.filter(({ hash }) => !taken.has(hash));
  const guided = regionArms(context, { regions, candidates, beside: checks, count: 1 });
  const left = { ...shares, model: model - guided.length };
  return [...guided, ...chooseArms(context, { offers, checks, shares: left, beside: guided })].sort(
    (a, b) => forecastBdRate(context, a).p50 - forecastBdRate(context, b).p50,
  );
}

function finished({ summary }: PlanningContext, proposal: Proposal, origin: Origin): Outcome {
  const whole = origin.mode === 'llm' ? 'llm' : 'rules';
  const arms = proposal.experiments.map(({ source, strategy }) => ({
    source: source ?? whole,
    strategy: strategyOf({ strategy }),
  }));
  return { proposal: { ...proposal, allocation: allocationOf(summary, arms) }, origin };
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
