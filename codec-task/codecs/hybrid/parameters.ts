import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { LOOP_RESTORATION, RESTORATION_SPACE } from './space.ts';

/** Parameters of the base layer, and of its restoration with defaults filled in. */
export interface HybridParameters {
  readonly base: Parameters;
  readonly neighbours: number;
  /** Whether the base layer's own loop restoration stays on. */
  readonly loopRestoration: boolean;
}

export function splitParameters(parameters: Parameters): HybridParameters {
  const {
    neighbours = RESTORATION_SPACE.neighbours.default,
    loop_restoration = LOOP_RESTORATION.default,
    ...base
  } = parameters;
  return { base, neighbours: Number(neighbours), loopRestoration: loop_restoration === true };
}
