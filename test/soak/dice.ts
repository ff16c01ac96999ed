import { sha256 } from '../../lambdas/shared/spec.ts';

/** Something that may happen, and how often beside the others. */
export type Chances<Name extends string> = Readonly<Record<Name, number>>;

/**
 * A number from 0 to 1 by a seed and the names of what it decides. It does not depend on what was drawn before, so that the
 * order in which arms end changes no fault.
 */
export function dice(seed: number, ...names: readonly (string | number)[]): number {
  return Number.parseInt(sha256([seed, ...names].join(' ')).slice(0, 8), 16) / 2 ** 32;
}

/** One of several by their chances. @param roll from 0 to 1 */
export function drawn<Name extends string>(chances: Chances<Name>, roll: number): Name {
  const entries = Object.entries(chances) as [Name, number][];
  let left = roll * entries.reduce((sum, [, chance]) => sum + chance, 0);
  for (const [name, chance] of entries) {
    left -= chance;
    if (left < 0) return name;
  }
  throw new RangeError(`no chance is left for ${roll}`);
}
