import type { MotionCounts } from './block-motion.ts';

/** Samples of a block. */
const SAMPLES = 256;
/** Transitions to either side that a cut must stand out from. */
const NEAR = 4;
/** A cut leaves at least so many levels a sample more than twice what its neighbours leave. */
const LEAST_RISE = 2;
const TIMES = 2;
/** The frame before helps a cut's blocks hardly more than their own mean does. */
const LEAST_OF_WITHIN = 0.7;

/**
 * Frames that begin another scene, by two conditions: what motion leaves of the difference stands out from the transitions
 * around it, and the frame before predicts the blocks hardly better than the mean of each of them. A flash may be two
 * cuts, a fade is none.
 * @param transitions of frame 1 and all after it
 */
export function sceneCuts(transitions: readonly MotionCounts[]): number[] {
  const left = transitions.map(({ along, blocks }) => (blocks === 0 ? 0 : along / (blocks * SAMPLES)));
  return transitions.flatMap(({ along, within }, index) => {
    const around = [
      ...left.slice(Math.max(0, index - NEAR), index),
      ...left.slice(index + 1, index + 1 + NEAR),
    ];
    const standsOut = (left[index] ?? 0) >= LEAST_RISE + TIMES * lowerMedian(around);
    return standsOut && along >= LEAST_OF_WITHIN * within ? [index + 1] : [];
  });
}

function lowerMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
