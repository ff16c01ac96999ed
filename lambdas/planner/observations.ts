import { encoderName } from '../shared/encoder-name.ts';
import { storedConfiguration } from '../shared/memory/configuration.ts';
import { expectedRate } from '../shared/screening/expected-rate.ts';
import { isScreenedOut } from '../shared/screening.ts';
import { canonicalJson } from '../shared/spec.ts';
import { ratedRecords } from './evidence.ts';
import type { PlanningContext } from './planning.ts';
import type { Observation } from './search/surrogate.ts';

/** Standard deviation of a screening score against the BD-rate that a full measurement would have given, points. */
const SCREENING_DEVIATION = 3;

/**
 * Every configuration that was measured on the present clips: those that the summary keeps, and what the newest records
 * say beside it; of those that were screened out what their score makes expect, which tells less. A configuration that was
 * measured twice counts once, by its newest full measurement.
 */
export function observationsOf(context: PlanningContext): Observation[] {
  const { summary, clipSet } = context;
  const isOurs = summary.clip_set === clipSet;
  const all: Observation[] = [
    ...(isOurs ? (summary.screened ?? []) : []).map(
      ({ score_percent, expected_percent = score_percent, ...configuration }) => ({
        ...storedConfiguration(configuration),
        ...{ bdRate: expected_percent, deviation: SCREENING_DEVIATION },
      }),
    ),
    ...screenedOut(context),
    ...(isOurs ? (summary.observations ?? []) : []).map(({ bd_rate_percent, ...configuration }) => ({
      ...storedConfiguration(configuration),
      bdRate: bd_rate_percent,
    })),
    ...ratedRecords(context)
      .toSorted((a, b) => (a.experiment_id < b.experiment_id ? -1 : 1))
      .map(({ spec, bdRate }) => ({ ...storedConfiguration(spec), bdRate })),
  ];
  return [
    ...new Map(all.map((each) => [canonicalJson([encoderName(each), each.parameters]), each])).values(),
  ];
}

function screenedOut({ history, clipSet }: PlanningContext): Observation[] {
  return history.flatMap((record) => {
    const { status, verdict, clip_set, spec, measurement } = record;
    if (!isScreenedOut(measurement) || status !== 'succeeded' || verdict === 'suspect') return [];
    const bdRate = expectedRate(record);
    if (bdRate === null || clip_set !== clipSet) return [];
    return [{ ...storedConfiguration(spec), bdRate, deviation: SCREENING_DEVIATION }];
  });
}
