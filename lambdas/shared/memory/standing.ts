import type { ExperimentRecord } from '../record.ts';
import { expectedRate } from '../screening/expected-rate.ts';
import { isScreenedOut } from '../screening.ts';
import type {
  RankedConfiguration,
  Ranking,
  RecentExperiment,
  ScreenedConfiguration,
} from '../summary/standing.ts';
import type { CampaignSummary } from '../summary.ts';
import { isRepetition, isSound } from './attempt.ts';
import { storedConfiguration, withNewest } from './configuration.ts';
import { withFrontPoints } from './front.ts';
import { comparableRecords, type Iteration } from './iteration.ts';

const KEPT = { top: 5, bottom: 5, recent: 12, screened: 60 } as const;

/** A summary with where its experiments stand: front, best and worst by strategy, the newest, what was screened out. */
export function withStanding(summary: CampaignSummary, iteration: Iteration): CampaignSummary {
  const comparable = comparableRecords(summary, iteration).filter(
    (record) => isSound(record) && !isRepetition(record),
  );
  return {
    ...summary,
    front: withFrontPoints(summary.front ?? [], comparable),
    ranking: comparable.reduce(withRanked, summary.ranking ?? {}),
    screened: comparable
      .flatMap(screenedOf)
      .reduce(withNewest, [...(summary.screened ?? [])])
      .slice(-KEPT.screened),
    recent: [...(summary.recent ?? []), ...iteration.records.map(recentOf)]
      .sort((a, b) => (a.experiment_id < b.experiment_id ? -1 : 1))
      .slice(-KEPT.recent),
  };
}

type Rankings = NonNullable<CampaignSummary['ranking']>;

function withRanked(rankings: Rankings, { experiment_id, spec, measurement }: ExperimentRecord): Rankings {
  const rate = measurement?.bd_rate_percent ?? null;
  if (rate === null) return rankings;
  const { strategy } = spec;
  const before = rankings[strategy] ?? { top: [], bottom: [] };
  const own: RankedConfiguration = {
    experiment_id,
    ...storedConfiguration(spec),
    bd_rate_percent: rate,
  };
  return { ...rankings, [strategy]: ranked(withNewest([...before.top, ...before.bottom], own)) };
}

/** Nothing stands in both lists: of few configurations the first are the best. */
function ranked(configurations: readonly RankedConfiguration[]): Ranking {
  const sorted = configurations.toSorted(
    (a, b) => a.bd_rate_percent - b.bd_rate_percent || (a.experiment_id < b.experiment_id ? -1 : 1),
  );
  return {
    top: sorted.slice(0, KEPT.top),
    bottom: sorted.slice(KEPT.top).reverse().slice(0, KEPT.bottom),
  };
}

function screenedOf(record: ExperimentRecord): ScreenedConfiguration[] {
  const { experiment_id, spec, measurement } = record;
  const score = isScreenedOut(measurement) ? (measurement?.screening?.score_percent ?? null) : null;
  const expected = expectedRate(record);
  if (score === null || expected === null) return [];
  return [{ experiment_id, ...storedConfiguration(spec), score_percent: score, expected_percent: expected }];
}

function recentOf(record: ExperimentRecord): RecentExperiment {
  const { experiment_id, source, status, verdict, spec, measurement, failure } = record;
  const { p10, p50, p90 } = record.expected_bd_rate;
  const score = isScreenedOut(measurement) ? (measurement?.screening?.score_percent ?? null) : null;
  return {
    experiment_id,
    ...storedConfiguration(spec),
    ...{ source, status, verdict },
    forecast: [p10, p50, p90],
    bd_rate_percent: measurement?.bd_rate_percent ?? null,
    ...(score !== null && { score_percent: score }),
    ...(failure !== null && { failure: failure.class }),
  };
}
