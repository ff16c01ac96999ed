import { canonicalJson } from '../shared/spec.ts';
import { ratedRecords } from './evidence.ts';
import type { PlanningContext } from './planning.ts';
import type { Observation } from './search/surrogate.ts';

/**
 * Every configuration that was measured on the present clips: those that the summary keeps, and what the newest records
 * say beside it. A configuration that was measured twice counts once, by its newest record.
 */
export function observationsOf(context: PlanningContext): Observation[] {
  const { summary, clipSet } = context;
  const kept = summary.clip_set === clipSet ? (summary.observations ?? []) : [];
  const all = [
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
