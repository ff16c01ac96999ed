/**
 * How many evaluations each way to search needs, on results that were measured once: no encoding, all seeds, the same
 * every time. Prints a table for each set of clips; the clips of the verdict had no part in making the planner.
 *
 *   npm run bench:search            everything
 *   npm run bench:search -- tuning  the clips that the planner may be tuned on, and nothing else
 */
import { readFile } from 'node:fs/promises';
import Table from 'cli-table3';
import { parzen } from '../searchers/parzen.ts';
import { grid, random, slowestFirst } from '../searchers/simple.ts';
import { surrogate } from '../searchers/surrogate.ts';
import { readTable, TABLE } from '../table/table.ts';
import { evaluationsToReach, meanRegret, quartiles } from './regret.ts';
import { runSearch } from './run-search.ts';
import { type World, worldsOf } from './world.ts';

const SEEDS = 20;
const EVALUATIONS = 60;
/** Points of BD-rate from the best known. */
const MARGIN = 1;
const CLIPS = {
  tuning: ['bunny_animation_360p', 'dog_lowlight_360p'],
  verdict: ['butterfly_360p', 'coast_drone_240p', 'highway_270p'],
} as const;
const SEARCHERS = [random, grid, slowestFirst, parzen, surrogate];

const table = readTable(await readFile(TABLE, 'utf8'));
const sets = process.argv[2] === 'tuning' ? (['tuning'] as const) : (['tuning', 'verdict'] as const);
for (const set of sets) {
  process.stdout.write(`\n${set} clips\n`);
  for (const world of worldsOf(table, CLIPS[set])) report(world);
}

function report(world: World): void {
  process.stdout.write(
    `\n${world.name}: ${world.entries.length} configurations, best ${world.best.toFixed(2)} %\n`,
  );
  const head = ['search', 'evaluations to 1 % (quartiles)', 'reached', `mean regret over ${EVALUATIONS}`];
  const lines = new Table({ head, style: { head: [], border: [] } });
  for (const searcher of SEARCHERS) {
    const traces = Array.from({ length: SEEDS }, (_, seed) =>
      runSearch(searcher, world, seed + 1, EVALUATIONS),
    );
    const needed = traces.map((trace) => evaluationsToReach(trace, world.best, MARGIN));
    const [low, middle, high] = quartiles(needed);
    const reached = needed.filter(Number.isFinite).length;
    const regret = quartiles(traces.map((trace) => meanRegret(trace, world.best, EVALUATIONS)))[1];
    lines.push([
      searcher.name,
      `${words(middle)} (${words(low)} to ${words(high)})`,
      `${reached} of ${SEEDS}`,
      regret.toFixed(2),
    ]);
  }
  process.stdout.write(`${lines.toString()}\n`);
}

function words(evaluations: number): string {
  return Number.isFinite(evaluations)
    ? evaluations.toFixed(evaluations % 1 === 0 ? 0 : 1)
    : `over ${EVALUATIONS}`;
}
