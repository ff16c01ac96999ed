import Table from 'cli-table3';
import type { World } from '../worlds/world.ts';
import type { Standing } from './aims.ts';
import { MARGIN, type Score } from './compare.ts';

/** What there is to find. @param worlds of each seed, all the same one or each another draw */
export function worldLine(worlds: readonly World[]): string {
  const near = worlds.map(
    ({ entries, best }) => entries.filter(({ bdRate }) => bdRate <= best + MARGIN).length,
  );
  const best = worlds.map((world) => world.best);
  const drawn = new Set(best).size > 1 ? ', another draw for each seed' : '';
  const size = range(
    worlds.map(({ entries }) => entries.length),
    0,
  );
  return `${worlds[0]?.name}${drawn}: ${size} configurations, best ${range(best, 2)} %, ${range(near, 0)} within ${MARGIN} %`;
}

function range(values: readonly number[], digits: number): string {
  const [low, high] = [Math.min(...values).toFixed(digits), Math.max(...values).toFixed(digits)];
  return low === high ? low : `${low} to ${high}`;
}

/** A line for each source. */
export function scoreTable(scores: readonly Score[]): string {
  const lines = table(['search', 'evaluations to 1 %', 'quartiles', 'reached', 'mean regret']);
  for (const { source, needed, reached, regret } of scores) {
    const [low, middle, high] = needed.map(count) as [string, string, string];
    const share = `${Math.round(100 * reached)} %`;
    lines.push([source, middle, `${low} to ${high}`, share, regret.toFixed(2)]);
  }
  return lines.toString();
}

/** A line for each world: whether the aim is met there, and by how much it is missed. */
export function aimTable(
  standings: readonly (Standing & {
    readonly world: string;
    readonly fallback: Score;
    readonly random: Score;
    readonly tpe: Score;
  })[],
): string {
  const lines = table(['world', 'fallback', 'random', 'plain TPE', 'regret', 'of TPE', 'aim']);
  for (const { world, fallback, random, tpe, missed } of standings) {
    const medians = [fallback, random, tpe].map(({ needed }) => count(needed[1]));
    const regrets = [fallback, tpe].map(({ regret }) => regret.toFixed(2));
    lines.push([world, ...medians, ...regrets, missed.length === 0 ? 'met' : `missed: ${missed.join('; ')}`]);
  }
  return lines.toString();
}

function table(head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}

function count(evaluations: number): string {
  if (!Number.isFinite(evaluations)) return 'not reached';
  return evaluations.toFixed(evaluations % 1 === 0 ? 0 : 1);
}
