import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { CHOICE_SPACE } from './space.ts';

/** Parameters of the encodes, and of what is done with them. */
export interface AutoParameters {
  readonly base: Parameters;
  readonly neighbours: number;
}

export function splitParameters(parameters: Parameters): AutoParameters {
  const { neighbours = CHOICE_SPACE.neighbours.default, ...base } = parameters;
  return { base, neighbours: Number(neighbours) };
}
