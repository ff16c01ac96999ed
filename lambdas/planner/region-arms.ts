import type { PreferredRegion } from '../shared/reasoning.ts';
import type { Candidate, Configuration } from './candidates.ts';
import { type Arm, byModel } from './choose.ts';
import type { CarriedRegion, PlanningContext } from './planning.ts';
import { liesIn } from './sources/regions.ts';

export interface RegionSearch {
  readonly regions: readonly (PreferredRegion | CarriedRegion)[];
  /** What may be run: of the regions and elsewhere. */
  readonly candidates: readonly Candidate[];
  /** What runs beside. */
  readonly beside: readonly (Configuration & { readonly hash: string })[];
  readonly count: number;
}

/**
 * Arms that the search finds where a language model prefers it, which is then the language model's idea. One that lies in a
 * region of an earlier iteration alone names that iteration.
 */
export function regionArms(
  context: PlanningContext,
  { regions, candidates, beside, count }: RegionSearch,
): Arm[] {
  return byModel(context, candidates, beside, count, regions).map((each): Arm => {
    const around = regions.filter((region) => liesIn(region, each));
    const isPresent = around.some((region) => !('preferred_by' in region));
    const earlier = around.flatMap((region) => ('preferred_by' in region ? [region.preferred_by] : []));
    const [preferredBy] = isPresent ? [] : earlier;
    return { ...each, source: 'llm', ...(preferredBy !== undefined && { preferredBy }) };
  });
}
