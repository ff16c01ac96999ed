import { seededRandom } from '../../../lambdas/planner/seeded-random.ts';
import { keyOf, type Open, type Searcher } from '../searchers/searcher.ts';
import type { Entry, World } from '../worlds/world.ts';

/**
 * One search from the start.
 * @param enough whether what was seen so far ends it; it ends by itself when nothing is open.
 * @throws RangeError when it asks for what is not open.
 */
export function runSearch(
  searcher: Searcher,
  world: World,
  seed: number,
  enough: (seen: readonly Entry[]) => boolean,
): Entry[] {
  const results = new Map(world.entries.map((entry) => [keyOf(entry), entry]));
  const all = world.entries.map(
    ({ encoder, parameters, cpuSeconds }): Open => ({ encoder, parameters, cpuSeconds }),
  );
  const next = searcher.begin(all, seededRandom(seed));
  const open = new Set(all);
  const seen: Entry[] = [];
  while (open.size > 0 && !enough(seen)) {
    const asked = next(seen, [...open]);
    const result = results.get(keyOf(asked));
    if (result === undefined || !open.delete(asked))
      throw new RangeError(`${searcher.name} asked for ${keyOf(asked)}, which is not open`);
    seen.push(result);
  }
  return seen;
}
