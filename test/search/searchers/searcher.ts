import type { Configuration } from '../table/grid.ts';
import type { Entry } from '../worlds/world.ts';

/** A configuration that may be asked for, with what it is expected to cost; its result is not in it. */
export type Open = Omit<Entry, 'bdRate' | 'clips'>;

/** A way to search: told everything that was seen, names the next configuration out of those that are open. */
export interface Searcher {
  readonly name: string;
  /** A search from the start. @param random numbers from 0 to 1 by the run's seed. */
  readonly begin: (
    all: readonly Open[],
    random: () => number,
  ) => (seen: readonly Entry[], open: readonly Open[]) => Open;
}

/** The same for equal configurations. */
export function keyOf({ encoder, parameters }: Configuration): string {
  return JSON.stringify([encoder, Object.entries(parameters).sort()]);
}
