import { cpuBudget, type World } from '../worlds/world.ts';
import { type Evaluated, evaluationsToReach, meanRegret, quartiles, withinBudget } from './regret.ts';
import type { Source } from './sources.ts';

/** Evaluations that the budget of a world pays for on average; all of a world that has fewer. */
export const EVALUATIONS = 60;
/** Points of BD-rate from the best known that count as having found it. */
export const MARGIN = 1;

/** What a source came to in a world over all seeds. */
export interface Score {
  readonly source: string;
  /** Evaluations to come within the margin: quartiles; infinite beyond the budget. */
  readonly needed: readonly [number, number, number];
  /** Share of the seeds that came there within the budget, 0 to 1. */
  readonly reached: number;
  /** Median over seeds of the mean regret over the budget, points of BD-rate. */
  readonly regret: number;
}

/**
 * Every source in a world, each with the same seeds and the same CPU seconds.
 * @param worlds of each seed: the same for all where it was measured, each another where it is drawn.
 */
export async function compare(sources: readonly Source[], worlds: readonly World[]): Promise<Score[]> {
  const scores: Score[] = [];
  for (const source of sources) {
    const runs = await Promise.all(worlds.map((world, index) => runOnce(source, world, index + 1)));
    const needed = runs.map((run) => run.needed);
    scores.push({
      source: source.name,
      needed: quartiles(needed),
      reached: needed.filter(Number.isFinite).length / worlds.length,
      regret: quartiles(runs.map((run) => run.regret))[1],
    });
  }
  return scores;
}

async function runOnce(source: Source, world: World, seed: number) {
  const budget = cpuBudget(world, Math.min(EVALUATIONS, world.entries.length));
  const isSpent = (evaluated: readonly Evaluated[]) =>
    withinBudget(evaluated, budget).length < evaluated.length || evaluated.length >= world.entries.length;
  const paid = withinBudget(await source.run(world, seed, isSpent), budget);
  return {
    needed: evaluationsToReach(paid, world.best, MARGIN),
    regret: meanRegret(paid, world.best, budget),
  };
}
