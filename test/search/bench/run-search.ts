import { seededRandom } from '../../../lambdas/planner/seeded-random.ts';
import { keyOf, type Open, type Searcher } from '../searchers/searcher.ts';
import { type Trace, traceOf } from './regret.ts';
import type { Entry, World } from './world.ts';

/** One search from the start. @param evaluations how many at most. */
export function runSearch(searcher: Searcher, world: World, seed: number, evaluations: number): Trace {
  const results = new Map(world.entries.map((entry) => [keyOf(entry), entry]));
  const all: Open[] = world.entries.map(({ encoder, parameters, cpuSeconds }) => ({
    encoder,
    parameters,
    cpuSeconds,
  }));
  const next = searcher.begin(all, seededRandom(seed));
  const open = new Set(all);
  const seen: Entry[] = [];
  while (seen.length < Math.min(evaluations, all.length)) {
    const asked = next(seen, [...open]);
    const result = results.get(keyOf(asked));
    if (result === undefined || !open.delete(asked))
      throw new RangeError(`${searcher.name} asked for ${keyOf(asked)}, which is not open`);
    seen.push(result);
  }
  return traceOf(seen.map(({ bdRate }) => bdRate));
}
