import { NO_MODEL, replay } from '../replay/replay.ts';
import { SCRIPTED_CLAUDE } from '../replay/scripted-claude.ts';
import { parzen } from '../searchers/parzen.ts';
import { priorOrder } from '../searchers/prior-order.ts';
import type { Searcher } from '../searchers/searcher.ts';
import { grid, random, slowestFirst } from '../searchers/simple.ts';
import { surrogate } from '../searchers/surrogate.ts';
import type { Entry, World } from '../worlds/world.ts';
import { runSearch } from './run-search.ts';

/** A way to choose what is evaluated next, run from the start until enough was evaluated. */
export interface Source {
  readonly name: string;
  readonly run: (
    world: World,
    seed: number,
    enough: (evaluated: readonly Entry[]) => boolean,
  ) => Promise<readonly Entry[]>;
}

export const RANDOM = alone(random);
export const PLAIN_TPE = alone(parzen);
export const FALLBACK: Source = {
  name: 'planner, fallback mode',
  run: (world, seed, enough) => replay(world, seed, NO_MODEL, enough),
};
export const FULL: Source = {
  name: 'planner, scripted Claude',
  run: (world, seed, enough) => replay(world, seed, SCRIPTED_CLAUDE, enough),
};

/** All that are compared; the planner's own model by itself and its beliefs without learning show what each part brings. */
export const SOURCES: readonly Source[] = [
  RANDOM,
  alone(grid),
  alone(slowestFirst),
  PLAIN_TPE,
  alone(priorOrder),
  alone(surrogate),
  FALLBACK,
  FULL,
];

function alone(searcher: Searcher): Source {
  return {
    name: searcher.name,
    run: async (world, seed, enough) => runSearch(searcher, world, seed, enough),
  };
}
