import { encoderName, isSameEncoder } from '../../shared/encoder-name.ts';
import type { PreferredRegion } from '../../shared/reasoning.ts';
import { baselines, type Candidate, type Configuration, candidateNear, possible } from '../candidates.ts';
import { valuesOf } from '../changes.ts';
import { leaders } from '../evidence.ts';
import { forecastBdRate, surrogateOf } from '../forecast.ts';
import { usableEncoders } from '../llm/usable-encoders.ts';
import { observationsOf } from '../observations.ts';
import type { CarriedRegion, PlanningContext } from '../planning.ts';
import { incumbent } from '../search/search-proposals.ts';

/** How much likelier the best is held to lie at the values of a region of full weight than elsewhere. */
const FULL_WEIGHT = 9;
/** Combinations of regions that are looked at, for each encoder. */
const MOST_COMBINATIONS = 40;

/** Whether a configuration has one of the values that a region is made of. */
export function liesIn(
  { encoder, parameter, values }: PreferredRegion,
  configuration: Configuration,
): boolean {
  const { parameters } = configuration;
  return (
    encoderName(configuration) === encoder &&
    Object.hasOwn(parameters, parameter) &&
    values.includes(parameters[parameter] as string)
  );
}

/** A language model's present regions and, of other parameters, what it preferred before and still stands. */
export function standingRegions(
  { regions: carried = [] }: PlanningContext,
  present: readonly PreferredRegion[],
): readonly (PreferredRegion | CarriedRegion)[] {
  const isNamed = ({ encoder, parameter }: PreferredRegion) =>
    present.some((each) => each.encoder === encoder && each.parameter === parameter);
  return [...present, ...carried.filter((region) => !isNamed(region))];
}

/** How much likelier than others the best is held to lie at a configuration, by preferred regions; 1 where none says. */
export function regionWeight(regions: readonly PreferredRegion[]): (configuration: Configuration) => number {
  return (configuration) =>
    regions.reduce(
      (product, region) =>
        liesIn(region, configuration) ? product * (1 + FULL_WEIGHT * region.weight) : product,
      1,
    );
}

/**
 * Configurations inside the regions, alone and combined: the warm starts that they amount to, the most promising first.
 * @param count how many to keep.
 */
export function regionCandidates(
  context: PlanningContext,
  regions: readonly PreferredRegion[],
  count: number,
): Candidate[] {
  const surrogate = surrogateOf(context);
  const best = incumbent(observationsOf(context));
  const weight = regionWeight(regions);
  return insideRegions(context, regions)
    .map((each) => ({ each, gain: weight(each) * surrogate.improvement(each, best) }))
    .sort((a, b) => b.gain - a.gain || (a.each.hash < b.each.hash ? -1 : 1))
    .slice(0, count)
    .map(({ each }) => each);
}

function insideRegions(context: PlanningContext, regions: readonly PreferredRegion[]): Candidate[] {
  const plain = possible(context, baselines(context));
  return usableEncoders(context).flatMap((space) => {
    const own = regions.filter(
      ({ encoder, parameter }) =>
        encoder === encoderName(space) && Object.hasOwn(space.parameters, parameter),
    );
    const best = plain
      .filter((each) => isSameEncoder(each, space))
      .sort((a, b) => forecastBdRate(context, a).p50 - forecastBdRate(context, b).p50)[0];
    const base = leaders(context).find((each) => isSameEncoder(each, space)) ?? best;
    if (own.length === 0 || base === undefined) return [];
    const combined: Configuration['parameters'][] = [base.parameters];
    for (const { parameter, values } of own) {
      const allowed = valuesOf(space.parameters[parameter]);
      const known = values.filter((value) => typeof value === 'number' || allowed.includes(value));
      const room = MOST_COMBINATIONS - combined.length;
      combined.push(
        ...combined
          .flatMap((start) => known.map((value) => ({ ...start, [parameter]: value })))
          .slice(0, Math.max(0, room)),
      );
    }
    const inside = combined.slice(1).map((parameters) => candidateNear(context, space, parameters));
    return possible(context, inside);
  });
}
