import { rounded } from '../rounded.ts';
import { arithmeticMean } from '../statistics/averages.ts';
import type { ForecastTally } from '../summary/calibration.ts';
import type { IntelligenceMemory, IntelligencePoint, IntelligenceTotals } from '../summary/intelligence.ts';
import type { CampaignSummary } from '../summary.ts';
import { withAdaptation } from './adaptation.ts';
import { gainOf, isAttempt, outcomeOf } from './arm-statistics.ts';
import { hasWon, type Iteration } from './iteration.ts';
import { computeUsd } from './spending.ts';

/** Newest points that a summary keeps, and about as many as it keeps evenly over the whole history. */
const KEPT_POINTS = { newest: 12, overall: 16 } as const;

/** From this distance to its nearest predecessor on, 0 to 1, an attempt is novel: a fifth of what an encoder can vary. */
export const NOVEL_FROM = 0.2;

/**
 * A summary with the five measures of intelligence after one more iteration: convergence, adaptation, calibration, novelty
 * and efficiency. Reads what the summary has learnt from the iteration already.
 */
export function withIntelligence(summary: CampaignSummary, iteration: Iteration): CampaignSummary {
  const before = summary.intelligence ?? { totals: NOTHING, open: [], series: [] };
  const { open, refuted, left, followed } = withAdaptation(
    { ...before.totals, open: before.open },
    iteration,
  );
  const totals = { ...added(before.totals, summary, iteration), refuted, left, followed };
  const point = pointOf(summary, iteration, totals);
  return { ...summary, intelligence: { totals, open, series: thinned([...before.series, point]) } };
}

function added(
  totals: IntelligenceTotals,
  summary: CampaignSummary,
  iteration: Iteration,
): Omit<IntelligenceTotals, 'refuted' | 'left' | 'followed'> {
  const { records, reasoning } = iteration;
  const attempts = records.filter(isAttempt);
  const count = (outcome: ReturnType<typeof outcomeOf>) =>
    attempts.filter((record) => outcomeOf(record) === outcome).length;
  const compared = attempts.flatMap((record) =>
    record.novelty === undefined
      ? []
      : [{ isNovel: record.novelty >= NOVEL_FROM, won: hasWon(iteration, record), distance: record.novelty }],
  );
  const gain = records.reduce((sum, record) => sum + (gainOf(record, summary, iteration) ?? 0), 0);
  const seconds = records.reduce((sum, { measurement }) => sum + (measurement?.cpu_seconds ?? 0), 0);
  const usd = records.reduce((sum, record) => sum + computeUsd(record), reasoning.cost_usd);
  return {
    iterations: totals.iterations + 1,
    attempts: totals.attempts + attempts.length,
    infrastructure: totals.infrastructure + count('infrastructure'),
    wasted: totals.wasted + count('wasted'),
    gain_points: rounded(totals.gain_points + gain),
    cpu_seconds: rounded(totals.cpu_seconds + seconds),
    usd: rounded(totals.usd + usd),
    compared: totals.compared + compared.length,
    novelty: rounded(compared.reduce((sum, { distance }) => sum + distance, totals.novelty)),
    novel: totals.novel + compared.filter(({ isNovel }) => isNovel).length,
    novel_wins: totals.novel_wins + compared.filter(({ isNovel, won }) => isNovel && won).length,
    familiar_wins: totals.familiar_wins + compared.filter(({ isNovel, won }) => !isNovel && won).length,
  };
}

function pointOf(
  summary: CampaignSummary,
  { reasoning, records }: Iteration,
  totals: IntelligenceTotals,
): IntelligencePoint {
  const tallies = Object.values(summary.calibration?.sources ?? {});
  const sum = (of: (tally: ForecastTally) => number) => tallies.reduce((all, tally) => all + of(tally), 0);
  const distances = records.flatMap((record) => (isAttempt(record) ? (record.novelty ?? []) : []));
  return {
    reasoning_id: reasoning.reasoning_id,
    iteration: totals.iterations,
    clip_set: summary.clip_set,
    best_percent: short(summary.champion?.bd_rate_percent ?? null),
    left_share: share(totals.left, totals.refuted),
    left_after: share(totals.followed, totals.left),
    coverage: share(
      sum(({ calibrated }) => calibrated.covered),
      sum(({ measured }) => measured),
    ),
    brier: share(
      sum(({ calibrated, improvements }) => calibrated.brier * improvements),
      sum(({ improvements }) => improvements),
    ),
    novelty: distances.length === 0 ? null : short(arithmeticMean(distances)),
    wasted_share: share(totals.infrastructure + totals.wasted, totals.attempts),
    gain_per_cpu_hour: share(totals.gain_points, totals.cpu_seconds / 3600),
    gain_per_usd: share(totals.gain_points, totals.usd),
  };
}

/** The newest points, the first, and of the others those at every second, fourth and so on iteration. */
function thinned(series: readonly IntelligencePoint[]): IntelligencePoint[] {
  const iterations = series.at(-1)?.iteration ?? 0;
  const stride = 2 ** Math.max(0, Math.ceil(Math.log2(iterations / KEPT_POINTS.overall)));
  const newest = series.length - KEPT_POINTS.newest;
  return series.filter(({ iteration }, index) => index === 0 || index >= newest || iteration % stride === 0);
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? short(part / whole) : null;
}

function short(value: number): number;
function short(value: number | null): number | null;
function short(value: number | null): number | null {
  return rounded(value, 4);
}

const NOTHING: IntelligenceTotals = {
  ...{ iterations: 0, attempts: 0, infrastructure: 0, wasted: 0 },
  ...{ gain_points: 0, cpu_seconds: 0, usd: 0 },
  ...{ compared: 0, novelty: 0, novel: 0, novel_wins: 0, familiar_wins: 0 },
  ...{ refuted: 0, left: 0, followed: 0 },
} satisfies IntelligenceMemory['totals'];
