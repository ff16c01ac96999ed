import type { PreferredRegion } from '../../shared/reasoning.ts';
import { baselines, type Candidate, type Configuration, candidateNear, possible } from '../candidates.ts';
import { valuesOf } from '../changes.ts';
import { leaders } from '../evidence.ts';
import { forecastBdRate } from '../forecast.ts';
import { usableEncoders } from '../llm/usable-encoders.ts';
import type { PlanningContext } from '../planning.ts';

/** How much likelier the best is held to lie at the values of a region of full weight than elsewhere. */
const FULL_WEIGHT = 9;
/** Combinations of regions that are looked at, for each encoder. */
const MOST_COMBINATIONS = 40;

/** How much likelier than others the best is held to lie at a configuration, by preferred regions; 1 where none says. */
export function regionWeight(regions: readonly PreferredRegion[]): (configuration: Configuration) => number {
  return ({ encoder, parameters }) =>
    regions.reduce(
      (product, region) =>
        region.encoder === encoder &&
        Object.hasOwn(parameters, region.parameter) &&
        region.values.includes(parameters[region.parameter] as string)
          ? product * (1 + FULL_WEIGHT * region.weight)
          : product,
      1,
    );
}

/** Configurations inside the regions, alone and combined: the warm starts that they amount to. */
export function regionCandidates(context: PlanningContext, regions: readonly PreferredRegion[]): Candidate[] {
  const plain = possible(context, baselines(context));
  return usableEncoders(context.capabilities).flatMap((space) => {
    const own = regions.filter(
      ({ encoder, parameter }) => encoder === space.encoder && Object.hasOwn(space.parameters, parameter),
    );
    const best = plain
      .filter(({ encoder }) => encoder === space.encoder)
      .sort((a, b) => forecastBdRate(context, a).p50 - forecastBdRate(context, b).p50)[0];
    const base = leaders(context).find(({ encoder }) => encoder === space.encoder) ?? best;
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
