import type { IntelligenceMemory } from '../summary/intelligence.ts';
import { isRepetition } from './attempt.ts';
import { directionOf } from './direction.ts';
import { hasWon, type Iteration } from './iteration.ts';
import { isRefuted } from './refuted.ts';

/** Directions that a summary follows until they are left; an iteration adds eight at most. */
const KEPT_OPEN = 24;

type Adaptation = Pick<IntelligenceMemory, 'open'> &
  Pick<IntelligenceMemory['totals'], 'refuted' | 'left' | 'followed'>;

/**
 * How the search leaves what was refuted. A direction counts as refuted when an iteration refutes an attempt at it and none
 * of it wins, and as left with the first iteration that plans nothing in it. An iteration of checks alone says neither.
 */
export function withAdaptation(before: Adaptation, iteration: Iteration): Adaptation {
  const planned = iteration.records.filter((record) => !isRepetition(record));
  if (planned.length === 0) return before;
  const followed = new Set(planned.map(({ spec }) => directionOf(spec)));
  const won = new Set(
    planned.filter((record) => hasWon(iteration, record)).map(({ spec }) => directionOf(spec)),
  );
  const left = before.open.filter(({ direction }) => !followed.has(direction));
  const stayed = before.open
    .filter(({ direction }) => followed.has(direction) && !won.has(direction))
    .map((each) => ({ ...each, followed: each.followed + 1 }));
  const known = new Set(stayed.map(({ direction }) => direction));
  const refuted = new Set(
    planned
      .filter(isRefuted)
      .map(({ spec }) => directionOf(spec))
      .filter((direction) => !won.has(direction) && !known.has(direction)),
  );
  return {
    open: [...stayed, ...[...refuted].map((direction) => ({ direction, followed: 0 }))].slice(-KEPT_OPEN),
    refuted: before.refuted + refuted.size,
    left: before.left + left.length,
    followed: before.followed + left.reduce((sum, each) => sum + each.followed, 0),
  };
}
