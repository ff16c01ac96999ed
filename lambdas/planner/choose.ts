import { strategyOf } from '../shared/encoder-name.ts';
import type { ProposalSource, Strategy } from '../shared/names.ts';
import type { PreferredRegion } from '../shared/reasoning.ts';
import { allotStrategies, type Shares } from './bandit/allot.ts';
import type { Candidate, Configuration } from './candidates.ts';
import { forecastBdRate } from './forecast.ts';
import { observationsOf } from './observations.ts';
import type { PlanningContext } from './planning.ts';
import { searchProposals } from './search/search-proposals.ts';
import type { Offers } from './sources/offers.ts';
import { regionWeight } from './sources/regions.ts';

/** A candidate that will be run, and who proposed it. */
export interface Arm extends Candidate {
  readonly source: ProposalSource;
  /** Earlier iteration whose language model preferred the region that it lies in; absent: none. */
  readonly preferredBy?: string;
}

export interface Choice {
  readonly offers: Offers;
  /** Arms that findings demand. */
  readonly checks: readonly Candidate[];
  /** How many arms each source fills; those of a language model are none of this. */
  readonly shares: Shares;
  /** What runs beside, and is not to be proposed again. */
  readonly beside: readonly (Configuration & { readonly hash: string })[];
}

/**
 * The arms of an iteration that the lab plans by itself: what findings demand, then what each source proposes, the model
 * last, so that it knows of the others. All of them keep to the arms that each strategy is allotted. Where a source has too
 * little to offer there the model takes its arms, and what is left then goes to any strategy. The best forecast comes first.
 */
export function chooseArms(context: PlanningContext, choice: Choice): Arm[] {
  const { offers, checks, shares, beside } = choice;
  const arms: Arm[] = [];
  const taken = new Set(beside.map(({ hash }) => hash));
  const add = (source: ProposalSource, candidates: readonly Candidate[], count: number) => {
    for (const each of candidates.filter(({ hash }) => !taken.has(hash)).slice(0, count)) {
      taken.add(each.hash);
      arms.push({ ...each, source });
    }
  };
  const { mutation = 0, random = 0, model = 0 } = shares;
  const wanted = checks.length + mutation + random + model;
  const missing = () => wanted - arms.length;
  add('rules', checks, checks.length);
  const allotted = strategyShares(context, offers, missing());
  const left = () => lessArms(allotted, arms);
  const open = (candidates: readonly Candidate[]) => candidates.filter(({ hash }) => !taken.has(hash));
  add('mutation', within(open(offers.mutation), left()), mutation);
  add('random', within(open(offers.random), left()), random);
  for (const [strategy, count] of left()) {
    const own = offers.model.filter((each) => strategyOf(each) === strategy);
    add('model', byModel(context, own, [...beside, ...arms], count), count);
  }
  add('model', byModel(context, offers.model, [...beside, ...arms], missing()), missing());
  add('mutation', offers.mutation, missing());
  add('random', offers.random, missing());
  return arms.sort((a, b) => forecastBdRate(context, a).p50 - forecastBdRate(context, b).p50);
}

/** How many arms each strategy gets that any source could propose, by what each has brought per dollar. */
function strategyShares(
  context: PlanningContext,
  { mutation, random, model }: Offers,
  arms: number,
): ReadonlyMap<Strategy, number> {
  const { summary, seed } = context;
  const sources = [...new Set([...mutation, ...random, ...model].map(strategyOf))].sort();
  // The same for a retry, another for each iteration that was recorded.
  const drawn = seed + summary.counts.succeeded + summary.counts.failed;
  const shares = allotStrategies({ summary, arms, sources, seed: drawn });
  return new Map(sources.map((strategy) => [strategy, shares[strategy] ?? 0]));
}

/** What each strategy has left of its arms; what findings demanded is not counted. */
function lessArms(allotted: ReadonlyMap<Strategy, number>, arms: readonly Arm[]): Map<Strategy, number> {
  const own = (strategy: Strategy) =>
    arms.filter((arm) => arm.source !== 'rules' && strategyOf(arm) === strategy).length;
  return new Map([...allotted].map(([strategy, count]) => [strategy, count - own(strategy)]));
}

/** Of each strategy's candidates as many as it has arms left, in their order. */
function within(candidates: readonly Candidate[], left: ReadonlyMap<Strategy, number>): Candidate[] {
  const kept = new Map<Strategy, number>();
  return candidates.filter((each) => {
    const strategy = strategyOf(each);
    const count = (kept.get(strategy) ?? 0) + 1;
    if (count > (left.get(strategy) ?? 0)) return false;
    kept.set(strategy, count);
    return true;
  });
}

/**
 * What the model proposes beside what is planned already.
 * @param regions where the best is held likelier to lie.
 */
export function byModel(
  context: PlanningContext,
  candidates: readonly Candidate[],
  beside: readonly (Configuration & { readonly hash: string })[],
  count: number,
  regions: readonly PreferredRegion[] = [],
): Candidate[] {
  const planned = new Set(beside.map(({ hash }) => hash));
  return searchProposals({
    spaces: context.spaces,
    observations: observationsOf(context),
    pending: beside,
    candidates: candidates.filter(({ hash }) => !planned.has(hash)),
    count,
    weight: regionWeight(regions),
  });
}
