import PQueue from 'p-queue';
import { artifactKeys } from '../../shared/keys.ts';
import type { ExperimentRecord } from '../../shared/record.ts';
import { isScreenedOut } from '../../shared/screening.ts';
import { unseal } from '../../shared/sealed.ts';
import { type FoundShard, ShardFailure, ShardResult } from '../../shared/shard.ts';
import { clipsOfShard, shardsOf } from '../../shared/shards.ts';
import { type ArtifactStore, getText } from '../../shared/stores/artifact-store.ts';

export type Planned = Pick<ExperimentRecord, 'campaign' | 'experiment_id' | 'spec' | 'spec_hash'>;

/** Requests under way at a time: far below what S3 takes for one prefix, and few enough results in memory at once. */
const SIDE_BY_SIDE = 32;

/** Of each of an experiment's shards, what lies in the store; none for an experiment of one task. */
export function findShards(store: ArtifactStore, planned: Planned): Promise<FoundShard[]> {
  const shards = Array.from({ length: shardsOf(planned.spec)?.count ?? 0 }, (_none, shard) => shard);
  const queue = new PQueue({ concurrency: SIDE_BY_SIDE });
  return queue.addAll(shards.map((shard) => () => findShard(store, planned, shard)));
}

/**
 * A measurement outranks a failure: the task writes it whole and last. One that is damaged or not of this shard counts as
 * none.
 */
export async function findShard(store: ArtifactStore, planned: Planned, shard: number): Promise<FoundShard> {
  const { campaign, experiment_id } = planned;
  const measured = unseal(
    await getText(store, artifactKeys.shard(campaign, experiment_id, shard)),
    ShardResult,
  );
  if (measured !== undefined && isOf(planned, shard, measured)) return { kind: 'measured', measured };
  const failure = unseal(
    await getText(store, artifactKeys.shardFailure(campaign, experiment_id, shard)),
    ShardFailure,
  );
  return failure === undefined ? { kind: 'missing' } : { kind: 'failed', failure };
}

/** Which of the further clips a shard has is its task's to know; how many and of which experiment must be right. */
function isOf(
  { campaign, experiment_id, spec_hash, spec }: Planned,
  shard: number,
  { shard: own, result }: ShardResult,
) {
  return (
    own === shard &&
    result.campaign === campaign &&
    result.experiment_id === experiment_id &&
    result.spec_hash === spec_hash &&
    (result.status !== 'succeeded' || isScreenedOut(result) || result.clips.length === clipCount(spec, shard))
  );
}

function clipCount(spec: Planned['spec'], shard: number): number {
  const { further_clips } = spec;
  const shards = shardsOf(spec);
  if (further_clips === undefined || shards === undefined) return 0;
  if (shard === 0 || shard === shards.heldOut) return clipsOfShard(spec, [], shard).length;
  const { count, per_task } = further_clips;
  return Math.min(per_task, count - (shard - 1) * per_task);
}
