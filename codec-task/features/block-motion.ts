import type { Movement, Surface } from './frame-measure.ts';
import { quantile } from './surface-noise.ts';

/** Sum of distances from its mean under which a block has nothing that could be followed: a level for each sample. */
const PLAIN = 256;

/** What a transition's blocks come to; enough to say later what a scene's motion is, cuts left out. */
export interface MotionCounts {
  readonly blocks: number;
  /** Blocks that could be followed by the square of their vector's length. */
  readonly lengths: ReadonlyMap<number, number>;
  /** Sums of absolute differences along the vectors and without motion. */
  readonly along: number;
  readonly still: number;
  /** Sum of distances of samples from the mean of their own block. */
  readonly within: number;
}

/**
 * Counts a transition. A block is followed where it has structure and the frame before explains at least half of it: what
 * is uncovered, plain or nothing but noise has a vector too, which says nothing.
 */
export function motionCounts(movements: readonly Movement[], surfaces: readonly Surface[]): MotionCounts {
  const lengths = new Map<number, number>();
  let [along, still, within] = [0, 0, 0];
  for (const [index, movement] of movements.entries()) {
    const deviation = surfaces[index]?.deviation ?? 0;
    along += movement.along;
    still += movement.still;
    within += deviation;
    if (deviation < PLAIN || 2 * movement.along > deviation) continue;
    const squared = movement.x ** 2 + movement.y ** 2;
    lengths.set(squared, (lengths.get(squared) ?? 0) + 1);
  }
  return { blocks: movements.length, lengths, along, still, within };
}

/** Share of blocks that were followed, mean and 95th percentile of their lengths in samples, share of the difference explained. */
export interface BlockMotion {
  readonly followed: number;
  readonly mean: number;
  readonly p95: number;
  readonly explained: number | undefined;
}

export function blockMotion(transitions: readonly MotionCounts[]): BlockMotion {
  const lengths = new Map<number, number>();
  for (const transition of transitions)
    for (const [squared, count] of transition.lengths)
      lengths.set(squared, (lengths.get(squared) ?? 0) + count);
  const total = (of: (each: MotionCounts) => number) => transitions.reduce((sum, each) => sum + of(each), 0);
  const blocks = total((each) => each.blocks);
  const still = total((each) => each.still);
  // In the order of size: sums of roots depend on it.
  const rising = [...lengths].sort(([a], [b]) => a - b);
  const followed = rising.reduce((sum, [, count]) => sum + count, 0);
  const sum = rising.reduce((all, [squared, count]) => all + count * Math.sqrt(squared), 0);
  return {
    followed: blocks === 0 ? 0 : followed / blocks,
    mean: followed === 0 ? 0 : sum / followed,
    p95: Math.sqrt(quantile(lengths, 0.95) ?? 0),
    explained: still === 0 ? undefined : 1 - total((each) => each.along) / still,
  };
}
