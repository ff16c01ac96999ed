import type { EncoderSpace } from '../../shared/space.ts';
import { impliedValues } from '../../shared/space-conditions.ts';
import type { Parameters } from '../../shared/spec.ts';
import { priorName, priorOf } from '../prior-of.ts';
import { expectedShift } from '../priors.ts';
import { logRate } from './log-rate.ts';

/** Log-rate points that an encoder at this effort is expected to come to, whatever else is given. */
export function priorOfEffort(space: EncoderSpace, parameters: Parameters): number {
  return logRate(
    priorOf([space], { strategy: space.strategy, encoder: space.encoder, parameters })?.bdRate ?? 0,
  );
}

/**
 * Log-rate points that a parameter's value is expected to add to what the encoder would choose itself: its default, or what
 * something else in the configuration sets.
 */
export function priorOfValue(
  space: EncoderSpace,
  parameters: Parameters,
  name: string,
  value: Parameters[string],
): number {
  const parameter = space.parameters[name];
  if (parameter === undefined || name === space.effort) return 0;
  const [implied] = impliedValues(space, parameters, name);
  return expectedShift(priorName(space), name, value, implied ?? parameter.default);
}
