import Table from 'cli-table3';
import type { World } from '../worlds/world.ts';
import type { Standing } from './aims.ts';
import { EVALUATIONS, MARGIN, type Score } from './compare.ts';

export function worldLine({ name, entries, best }: World): string {
  const near = entries.filter(({ bdRate }) => bdRate <= best + MARGIN).length;
  const points = MARGIN === 1 ? 'point' : 'points';
  return `${name}: ${entries.length} configurations, best ${best.toFixed(2)} %, ${near} within ${MARGIN} ${points}`;
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
  if (!Number.isFinite(evaluations)) return `over ${EVALUATIONS}`;
  return evaluations.toFixed(evaluations % 1 === 0 ? 0 : 1);
}
