import { type ArmStatistics, noStatistics } from '../../shared/arm-statistics.ts';
import { gammaDraw } from '../seeded-random.ts';

export interface ThompsonRequest<Name extends string> {
  readonly names: readonly Name[];
  /** What each has brought so far. */
  readonly statistics: Readonly<Partial<Record<Name, ArmStatistics>>>;
  /** Points that a win of each is believed to bring before anything is seen of it; absent: {@link BELIEVED.points}. */
  readonly believedPoints?: Readonly<Partial<Record<Name, number>>>;
  /** Those that get a fair start: so many experiments before they are judged. */
  readonly fairStart: Readonly<Partial<Record<Name, number>>>;
  readonly random: () => number;
}

/** Probability that a draw goes to any of them, whatever it has brought. */
const FLOOR_SHARE = 0.12;
/** What is believed before anything is seen: so many wins in so many experiments, of so many points each. */
const BELIEVED = { wins: 3, experiments: 30, points: 2 } as const;
/** What an experiment is taken to cost before any did, USD. */
const FIRST_USD = 0.02;

/**
 * The one whose validated gain per dollar, drawn from what is believed of it, is highest (Thompson 1933; Chapelle and Li
 * 2011). Wins per dollar are a Poisson rate with a gamma prior, the points of a win their shrunk mean. Failures of the
 * machine are in neither. A fixed share of draws is uniform.
 * @param given draws of this iteration that each has got already.
 */
export function thompsonDraw<Name extends string>(
  request: ThompsonRequest<Name>,
  given: ReadonlyMap<Name, number>,
): Name {
  const { names, fairStart, random } = request;
  const of = (name: Name) => request.statistics[name] ?? noStatistics();
  const fresh = names.find((name) => of(name).experiments + (given.get(name) ?? 0) < (fairStart[name] ?? 0));
  if (fresh !== undefined) return fresh;
  if (random() < FLOOR_SHARE) return names[Math.floor(random() * names.length)] as Name;
  const perExperiment = meanUsd(names.map(of));
  const drawn = names.map((name) => {
    const points = request.believedPoints?.[name] ?? BELIEVED.points;
    return { name, value: gainPerDollar(of(name), points, perExperiment, random) };
  });
  return drawn.reduce((best, each) => (each.value > best.value ? each : best)).name;
}

function gainPerDollar(
  { wins, usd, gain_points }: ArmStatistics,
  points: number,
  perExperiment: number,
  random: () => number,
): number {
  const winsPerDollar =
    gammaDraw(BELIEVED.wins + wins, random) / (BELIEVED.experiments * perExperiment + usd);
  return (winsPerDollar * (points * BELIEVED.wins + gain_points)) / (BELIEVED.wins + wins);
}

function meanUsd(all: readonly ArmStatistics[]): number {
  const experiments = all.reduce((sum, each) => sum + each.experiments, 0);
  const usd = all.reduce((sum, each) => sum + each.usd, 0);
  return (FIRST_USD + usd) / (1 + experiments);
}
