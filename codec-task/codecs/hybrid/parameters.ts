import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { RESTORATION_SPACE } from './space.ts';

/** Parameters of the base layer, and of its restoration with defaults filled in. */
export interface HybridParameters {
  readonly base: Parameters;
  readonly neighbours: number;
}

export function splitParameters(parameters: Parameters): HybridParameters {
  const { neighbours = RESTORATION_SPACE.neighbours.default, ...base } = parameters;
  return { base, neighbours: Number(neighbours) };
}
