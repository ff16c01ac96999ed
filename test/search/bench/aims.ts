import type { Score } from './compare.ts';

/** How the planner in fallback mode stands to what it is held against. */
export interface Standing {
  /** Evaluations that it needs as a share of random's; infinite where it did not get there. */
  readonly ofRandom: number;
  /** Evaluations and points of regret that it is behind plain TPE; 0 or less: not behind. */
  readonly behindTpe: { readonly evaluations: number; readonly regret: number };
  readonly missed: readonly string[];
}

/** Differences of regret below this are no difference. */
const EQUAL_POINTS = 0.005;

/**
 * The aim: at most half of the evaluations that random needs, and never behind plain TPE, both by medians, and by regret.
 * @param most evaluations of the budget: what a median beyond it counts as.
 */
export function standing(fallback: Score, random: Score, tpe: Score, most: number): Standing {
  const [own, drawn, plain] = [fallback, random, tpe].map(({ needed }) => Math.min(needed[1], most + 1)) as [
    number,
    number,
    number,
  ];
  const ofRandom = Number.isFinite(fallback.needed[1]) ? own / drawn : Number.POSITIVE_INFINITY;
  const behindTpe = { evaluations: own - plain, regret: fallback.regret - tpe.regret };
  const missed = [
    // Nothing can need less than one evaluation.
    ...(own > Math.max(1, drawn / 2) ? [`${shown(own)} of ${shown(drawn)} that random needs`] : []),
    ...(behindTpe.evaluations > 0 ? [`${shown(behindTpe.evaluations)} evaluations behind plain TPE`] : []),
    ...(behindTpe.regret > EQUAL_POINTS
      ? [`${behindTpe.regret.toFixed(2)} points of regret behind plain TPE`]
      : []),
  ];
  return { ofRandom, behindTpe, missed };
}

function shown(evaluations: number): string {
  return evaluations.toFixed(evaluations % 1 === 0 ? 0 : 1);
}
