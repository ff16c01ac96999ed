import * as z from 'zod';
import { ClipReference, type ExperimentSpec } from './spec.ts';

/** Clip references as a campaign's list of further clips holds them. */
export const ClipList = z.array(ClipReference);

/**
 * The tasks that an experiment with further clips is measured by. A shard is named by its number: 0 measures the tune clips
 * that the spec names, with the screening and the controls; then come the further clips, `per_task` to each; the last one,
 * where there are any, measures the validate clips and, to confirm, the sealed ones.
 */
export interface Shards {
  /** Those of tune clips, from 0. */
  readonly tune: number;
  /** Number of the one with the clips that are held out; undefined where there are none. */
  readonly heldOut: number | undefined;
  readonly count: number;
}

type Planned = Pick<ExperimentSpec, 'clips' | 'further_clips' | 'confirm'>;

/** Undefined for an experiment of one task. */
export function shardsOf(spec: Planned): Shards | undefined {
  const { further_clips } = spec;
  if (further_clips === undefined) return undefined;
  const tune = 1 + Math.ceil(further_clips.count / further_clips.per_task);
  const isHeldOut = heldOutClips(spec).length > 0;
  return { tune, heldOut: isHeldOut ? tune : undefined, count: tune + (isHeldOut ? 1 : 0) };
}

/**
 * The clips of one shard.
 * @param further the list that the spec refers to.
 * @returns none for a number that the experiment has no shard of
 */
export function clipsOfShard(
  spec: Planned,
  further: readonly ClipReference[],
  shard: number,
): readonly ClipReference[] {
  const shards = shardsOf(spec);
  const perTask = spec.further_clips?.per_task ?? 0;
  if (shards === undefined) return [];
  if (shard === 0) return spec.clips.filter(({ set = 'tune' }) => set === 'tune');
  if (shard === shards.heldOut) return heldOutClips(spec);
  return further.slice((shard - 1) * perTask, shard * perTask);
}

function heldOutClips({ clips, confirm }: Planned): ClipReference[] {
  return clips.filter(({ set }) => set === 'validate' || (set === 'sealed' && confirm === true));
}
