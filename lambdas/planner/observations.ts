import type { ExperimentRecord } from '../shared/record.ts';
import { isScreenedOut } from '../shared/screening.ts';
import { canonicalJson } from '../shared/spec.ts';
import { ratedRecords } from './evidence.ts';
import type { PlanningContext } from './planning.ts';
import { bdRateOf, logRate } from './search/log-rate.ts';
import type { Observation } from './search/surrogate.ts';

/** Standard deviation of a screening score against the BD-rate that a full measurement would have given, points. */
const SCREENING_DEVIATION = 3;

/**
 * Every configuration that was measured on the present clips: those that the summary keeps, and what the newest records
 * say beside it; of those that were screened out the score, which tells less. A configuration that was measured twice
 * counts once, by its newest full measurement.
 */
export function observationsOf(context: PlanningContext): Observation[] {
  const { summary, clipSet } = context;
  const kept = summary.clip_set === clipSet ? (summary.observations ?? []) : [];
  const all: Observation[] = [
    ...screenedOut(context),
    ...kept.map(({ encoder, parameters, bd_rate_percent }) => ({
      encoder,
      parameters,
      bdRate: bd_rate_percent,
    })),
    ...ratedRecords(context)
      .toSorted((a, b) => (a.experiment_id < b.experiment_id ? -1 : 1))
      .map(({ spec, bdRate }) => ({ encoder: spec.encoder, parameters: spec.parameters, bdRate })),
  ];
  return [...new Map(all.map((each) => [canonicalJson([each.encoder, each.parameters]), each])).values()];
}

function screenedOut({ history, clipSet }: PlanningContext): Observation[] {
  return history.flatMap((record) => {
    const { status, verdict, clip_set, spec, measurement } = record;
    if (!isScreenedOut(measurement) || status !== 'succeeded' || verdict === 'suspect') return [];
    const bdRate = screenedRate(record);
    if (bdRate === null || clip_set !== clipSet) return [];
    const { encoder, parameters } = spec;
    return [{ encoder, parameters, bdRate, deviation: SCREENING_DEVIATION }];
  });
}

/**
 * What a screening makes expect over all tune clips, percent: how far it lay from the champion where it was held against it,
 * added to what the champion has there; else its own score.
 */
function screenedRate({ spec, measurement }: ExperimentRecord): number | null {
  const { rival, score_percent: score, rival_percent: rivalScore } = measurement?.screening ?? {};
  const champion = spec.screening?.champion_percent;
  if (score === undefined || score === null) return null;
  if (rival !== 'champion' || champion === undefined || rivalScore === undefined || rivalScore === null)
    return score;
  return bdRateOf(logRate(champion) + logRate(score) - logRate(rivalScore));
}
