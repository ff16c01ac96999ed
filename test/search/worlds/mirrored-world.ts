import { type World, worldOf } from './world.ts';

/**
 * A measured world in which everything comes to its reciprocal: what saved bits costs as many, and the worst is the best. Its
 * effects and interactions are real ones, and all that is known of encoders and parameters is wrong.
 */
export function mirrored({ name, entries }: World): World {
  return worldOf(
    `${name}, mirrored`,
    entries.map((entry) => ({
      ...entry,
      bdRate: reciprocal(entry.bdRate),
      clips: entry.clips.map((clip) => ({
        ...clip,
        bdRate: reciprocal(clip.bdRate),
        bdRateSsim: clip.bdRateSsim === null ? null : reciprocal(clip.bdRateSsim),
      })),
    })),
  );
}

/** A rate r of the anchor's becomes 1 / r of it. @param bdRate percent, over -100 */
function reciprocal(bdRate: number): number {
  return 100 * (1 / (1 + bdRate / 100) - 1);
}
