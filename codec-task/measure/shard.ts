import { SCHEMAS } from '../../lambdas/shared/names.ts';
import type { ShardResult } from '../../lambdas/shared/shard.ts';
import { clipsOfShard } from '../../lambdas/shared/shards.ts';
import type { ClipReference } from '../../lambdas/shared/spec.ts';
import { InvalidSpecError } from '../codecs/checked-space.ts';
import { carryThrough, driftTold } from './experiment.ts';
import type { ExperimentRequest } from './experiment-request.ts';
import { isAnchor } from './is-anchor.ts';

/**
 * Measures one shard of an experiment. The first measures the controls: they say of the instrument what no clip has a part
 * in, and every shard names the instrument that it measured with.
 * @param further the list of clips that the spec refers to.
 * @param shard its number, from 0.
 * @throws InvalidSpecError where the spec has no such shard, and every fault of the machinery
 */
export async function runShard(
  request: Omit<ExperimentRequest, 'part' | 'controls'>,
  further: readonly ClipReference[],
  shard: number,
): Promise<ShardResult> {
  const { spec } = request;
  const part = clipsOfShard(spec, further, shard);
  if (part.length === 0) throw new InvalidSpecError([`the experiment has no clips for a shard ${shard}`]);
  const { result, measured } = await carryThrough({ ...request, part, controls: shard === 0 });
  return {
    schema: SCHEMAS.shard,
    shard,
    is_anchor: isAnchor(spec),
    drift: driftTold(measured.outcomes),
    result,
  };
}
