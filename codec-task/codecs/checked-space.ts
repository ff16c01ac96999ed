import { encoderName } from '../../lambdas/shared/encoder-name.ts';
import { NamedError } from '../../lambdas/shared/errors.ts';
import { type EncoderSpace, parameterFaults } from '../../lambdas/shared/space.ts';
import type { Configuration, Parameters } from '../../lambdas/shared/spec.ts';
import { ALL_SPACES, findEncoderSpace } from './spaces.ts';

/** A spec that names what its strategy's space does not allow. */
export class InvalidSpecError extends NamedError {
  constructor(faults: readonly string[]) {
    super('InvalidSpec', faults.join('; '));
  }
}

/** Space of a configuration's encoder, its parameters checked. @throws InvalidSpecError */
export function checkedSpace(configuration: Configuration): EncoderSpace {
  const space = findEncoderSpace(configuration);
  if (space === undefined)
    throw new InvalidSpecError([
      `encoder "${encoderName(configuration)}" is unknown; allowed: ${ALL_SPACES.map(encoderName).join(', ')}`,
    ]);
  const faults = parameterFaults(space, configuration.parameters);
  if (faults.length > 0) throw new InvalidSpecError(faults);
  return space;
}

/** Checked parameters, with the space's defaults for those that are not given. @throws InvalidSpecError */
export function completeParameters(configuration: Configuration): Parameters {
  const defaults = Object.entries(checkedSpace(configuration).parameters).map(
    ([name, parameter]) => [name, parameter.default] as const,
  );
  return { ...Object.fromEntries(defaults), ...configuration.parameters };
}
