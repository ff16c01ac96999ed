import type { ProposalSource, Strategy } from '../../shared/names.ts';
import type { CampaignSummary } from '../../shared/summary.ts';
import { seededRandom } from '../seeded-random.ts';
import { type ThompsonRequest, thompsonDraw } from './thompson.ts';

/** Sources that compete for experiments. */
export const COMPETING_SOURCES = [
  'llm',
  'model',
  'mutation',
  'random',
] as const satisfies readonly ProposalSource[];
export type CompetingSource = (typeof COMPETING_SOURCES)[number];

/** How many experiments of an iteration each source proposes. */
export type Shares = Readonly<Partial<Record<CompetingSource, number>>>;

export interface AllotRequest<Name> {
  readonly summary: CampaignSummary;
  readonly arms: number;
  /** Those that can propose now. */
  readonly sources: readonly Name[];
  readonly seed: number;
}

/**
 * Points that a win of each source is believed to bring: a model or a person's knowledge finds more than a mutation, and a
 * blind draw finds little. Evidence takes over within a few wins.
 */
const BELIEVED_POINTS: Readonly<Record<CompetingSource, number>> = {
  llm: 2,
  model: 2,
  mutation: 0.5,
  random: 0.2,
};
const FAIR_START = 2;

/**
 * Allots an iteration's arms to the sources of proposals by Thompson sampling over what they have brought per dollar. With
 * a language model among them and two arms or more, one arm is planned without it, so that it is always compared with what
 * the lab does alone, and one with it, since it was asked for.
 */
export function allot({ summary, arms, sources, seed }: AllotRequest<CompetingSource>): Shares {
  const alone = sources.filter((source) => source !== 'llm');
  const both = arms >= 2 && alone.length > 0 && sources.includes('llm');
  const request = {
    statistics: summary.sources ?? {},
    believedPoints: BELIEVED_POINTS,
    fairStart: { llm: FAIR_START, model: FAIR_START },
    random: seededRandom(seed),
  };
  const among = (arm: number): readonly CompetingSource[] => {
    if (!both || arm > 1) return sources;
    return arm === 0 ? alone : ['llm'];
  };
  return drawn(arms, request, among);
}

/** Allots arms to strategies in the same way; a new one gets a fair start. */
export function allotStrategies({
  summary,
  arms,
  sources,
  seed,
}: AllotRequest<Strategy>): Readonly<Partial<Record<Strategy, number>>> {
  const request = {
    statistics: summary.strategies ?? {},
    fairStart: Object.fromEntries(sources.map((strategy) => [strategy, FAIR_START])),
    random: seededRandom(seed),
  };
  return drawn(arms, request, () => sources);
}

function drawn<Name extends string>(
  arms: number,
  request: Omit<ThompsonRequest<Name>, 'names'>,
  among: (arm: number) => readonly Name[],
): Partial<Record<Name, number>> {
  const counts = new Map<Name, number>();
  for (let arm = 0; arm < arms; arm++) {
    const names = among(arm);
    if (names.length === 0) continue;
    const name = thompsonDraw({ ...request, names }, counts);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts) as Partial<Record<Name, number>>;
}
