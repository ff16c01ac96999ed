import { encoderName } from '../shared/encoder-name.ts';
import type { Configuration, ExperimentSpec, ScreeningPlan } from '../shared/spec.ts';
import { isAnchor } from './anchor.ts';
import { currentChampion } from './current-champion.ts';
import type { PlanningContext } from './planning.ts';

/**
 * How an arm is screened, or undefined for one that is measured in full whatever it comes to: the anchor's own
 * configuration, which checks the instrument, and the first of an encoder on these clips, which forecasts and costs of all
 * later ones rest on. Costs are learnt from what was measured in full alone, and so tell which encoders were.
 */
export function screeningOf(
  { settings, summary, clipSet }: PlanningContext,
  configuration: Configuration,
): ScreeningPlan | undefined {
  const { enabled, clips, rate_points } = settings.screening;
  const costs = summary.clip_set === clipSet ? Object.keys(summary.costs) : [];
  const isFirst = !costs.some((key) => key.startsWith(`${encoderName(configuration)}/`));
  if (!enabled || isFirst || isAnchor(configuration)) return undefined;
  const champion = currentChampion({ summary, clipSet });
  return { clips, rate_points, ...(champion && { champion_percent: champion.bd_rate_percent }) };
}

/** The spec without its screening: what a person asked for, and what repeats or confirms, is measured in full. */
export function inFull({ screening: _screening, ...spec }: ExperimentSpec): ExperimentSpec {
  return spec;
}
