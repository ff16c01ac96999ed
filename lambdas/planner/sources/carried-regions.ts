import { isRefuted } from '../../shared/memory/refuted.ts';
import type { ReasoningRecord } from '../../shared/reasoning.ts';
import type { ExperimentRecord } from '../../shared/record.ts';
import { clipSetHash } from '../../shared/spec.ts';
import type { CarriedRegion } from '../planning.ts';
import { liesIn } from './regions.ts';

/** With each iteration that passes a region keeps so much of its weight: what was believed earlier was believed on less. */
const KEPT_SHARE = 0.6;
/** As many as one answer may name. */
const MOST = 12;

/**
 * The regions that a language model preferred in earlier iterations on these clips and that still stand, newest first: of
 * one parameter of an encoder the newest alone. One is dropped with its iteration's hypothesis when that was refuted or its
 * results were suspect, and when more experiments inside it were refuted since than confirmed.
 * @param reasonings newest first.
 * @param history newest first.
 */
export function carriedRegions(
  reasonings: readonly ReasoningRecord[],
  history: readonly ExperimentRecord[],
  clipSet: string,
): CarriedRegion[] {
  const standing = reasonings.flatMap((reasoning, index): CarriedRegion[] => {
    const { regions = [], reasoning_id, experiments, outcome } = reasoning;
    const isComparable = experiments.some(({ spec }) => clipSetHash(spec) === clipSet);
    if (!isComparable || outcome?.verdict === 'refuted' || outcome?.verdict === 'suspect') return [];
    const since = history.filter((record) => record.reasoning_id >= reasoning_id);
    return regions
      .filter((region) => {
        const inside = since.filter(({ spec }) => liesIn(region, spec));
        const confirmed = inside.filter(({ verdict }) => verdict === 'confirmed');
        return inside.filter(isRefuted).length <= confirmed.length;
      })
      .map((region) => ({
        ...region,
        weight: region.weight * KEPT_SHARE ** (index + 1),
        preferred_by: reasoning_id,
      }));
  });
  return newestOfEach(standing).slice(0, MOST);
}

/** Of the regions of one parameter of an encoder those of the iteration that comes first. */
function newestOfEach(regions: readonly CarriedRegion[]): CarriedRegion[] {
  const newest = new Map<string, string>();
  return regions.filter(({ encoder, parameter, preferred_by }) => {
    const key = `${encoder} ${parameter}`;
    if (!newest.has(key)) newest.set(key, preferred_by);
    return newest.get(key) === preferred_by;
  });
}
