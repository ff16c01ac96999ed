import { isPromising, meanPercent, resultsOf } from '../../shared/conclusions/clip-sets.ts';
import { isScreenedOut } from '../../shared/screening.ts';
import type { FoundShard } from '../../shared/shard.ts';
import { shardsOf } from '../../shared/shards.ts';
import type { ExperimentSpec } from '../../shared/spec.ts';

/**
 * Which shards of an experiment are to run now; none where it can be recorded. Nothing follows a shard that failed,
 * because no mean can be taken any more. Says the same however often and in whatever order shards were delivered.
 * @param found of each shard, what lies in the store.
 */
export function nextShards(spec: ExperimentSpec, found: readonly FoundShard[]): number[] {
  return found.some(hasFailed) ? [] : missingShards(spec, found);
}

/**
 * Shards that the experiment still needs now; none: it is complete. The order is that of an experiment in one task: first
 * the named tune clips, whose screening may end it; then the further ones; then the clips that are held out, where the tune
 * clips came to little enough, or beside the further ones where they are measured in any case.
 */
export function missingShards(spec: ExperimentSpec, found: readonly FoundShard[]): number[] {
  const shards = shardsOf(spec);
  if (shards === undefined) return [];
  const isMissing = (shard: number) => found[shard]?.kind !== 'measured';
  if (isMissing(0)) return [0];
  const results = found.flatMap((each) => (each.kind === 'measured' ? [each.measured.result] : []));
  if (results.some(isScreenedOut)) return [];
  const tune = Array.from({ length: shards.tune }, (_none, shard) => shard).filter(isMissing);
  const heldOut = shards.heldOut === undefined ? [] : [shards.heldOut].filter(isMissing);
  const isCertain = spec.confirm === true || spec.validate_below_percent === undefined;
  if (isCertain) return [...tune, ...heldOut];
  if (tune.length > 0) return tune;
  const percent = meanPercent(results.flatMap(({ clips }) => resultsOf(clips, 'tune')));
  return isPromising(percent, spec.validate_below_percent) ? heldOut : [];
}

function hasFailed(found: FoundShard): boolean {
  return (
    found.kind === 'failed' || (found.kind === 'measured' && found.measured.result.status !== 'succeeded')
  );
}
