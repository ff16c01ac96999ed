import { type ArmStatistics, noStatistics } from '../../shared/arm-statistics.ts';
import type { ProposalSource } from '../../shared/names.ts';
import { gammaDraw } from '../seeded-random.ts';

/** Sources that compete for experiments. */
export const COMPETING_SOURCES = [
  'llm',
  'model',
  'mutation',
  'random',
] as const satisfies readonly ProposalSource[];
export type CompetingSource = (typeof COMPETING_SOURCES)[number];

/** How many experiments of an iteration each source proposes; sources without any are left out. */
export type Allocation = Readonly<Partial<Record<CompetingSource, number>>>;

export interface AllotRequest {
  /** What each source has brought so far. */
  readonly statistics: Readonly<Partial<Record<ProposalSource, ArmStatistics>>>;
  /** Those that can propose now. */
  readonly sources: readonly CompetingSource[];
  readonly arms: number;
  readonly random: () => number;
}

/** Experiments that each source has before it is judged, so that a new one gets a fair start. */
const FAIR_START = 2;
/** Probability that an arm goes to any source, whatever it has brought. */
const FLOOR_SHARE = 0.2;
/** What is believed before anything is seen: this many wins, for this much money, of this many points each. */
const PRIOR = { wins: 1, usd: 0.25, points: 2 } as const;

/**
 * Allots an iteration's arms by Thompson sampling: each source's validated gain per dollar is drawn from what is believed
 * of it, and the highest draw gets the arm (Thompson 1933; Chapelle and Li 2011). Wins per dollar are a Poisson rate with
 * a gamma prior, the points of a win their shrunk mean. Failures of the machine are in neither. With a model among the
 * sources, one arm of two or more is planned without it, so that it is always compared with what the lab does alone.
 */
export function allot({ statistics, sources, arms, random }: AllotRequest): Allocation {
  const counts = new Map<CompetingSource, number>();
  const add = (source: CompetingSource) => counts.set(source, (counts.get(source) ?? 0) + 1);
  const alone = sources.filter((source) => source !== 'llm');
  const needsControl = alone.length < sources.length && alone.length > 0 && arms >= 2;
  for (let arm = 0; arm < arms && sources.length > 0; arm++) {
    const among = needsControl && arm === 0 ? alone : sources;
    add(next(among, statistics, counts, random));
  }
  return Object.fromEntries(counts);
}

function next(
  sources: readonly CompetingSource[],
  statistics: AllotRequest['statistics'],
  counts: ReadonlyMap<CompetingSource, number>,
  random: () => number,
): CompetingSource {
  const of = (source: CompetingSource) => statistics[source] ?? noStatistics();
  const fresh = sources.find((source) => of(source).experiments + (counts.get(source) ?? 0) < FAIR_START);
  if (fresh !== undefined) return fresh;
  if (random() < FLOOR_SHARE) return sources[Math.floor(random() * sources.length)] as CompetingSource;
  const drawn = sources.map((source) => ({ source, value: drawGainPerDollar(of(source), random) }));
  return drawn.reduce((best, each) => (each.value > best.value ? each : best)).source;
}

function drawGainPerDollar({ wins, usd, gain_points }: ArmStatistics, random: () => number): number {
  const winsPerDollar = gammaDraw(PRIOR.wins + wins, random) / (PRIOR.usd + usd);
  const pointsPerWin = (PRIOR.points * PRIOR.wins + gain_points) / (PRIOR.wins + wins);
  return winsPerDollar * pointsPerWin;
}
