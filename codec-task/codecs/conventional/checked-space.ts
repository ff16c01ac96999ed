import { NamedError } from '../../../lambdas/shared/errors.ts';
import type { EncoderSpace } from '../../../lambdas/shared/space.ts';
import { parameterFaults } from '../../../lambdas/shared/space.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { CONVENTIONAL_SPACE } from './space.ts';

/** A spec that names what its strategy's space does not allow. */
export class InvalidSpecError extends NamedError {
  constructor(faults: readonly string[]) {
    super('InvalidSpec', faults.join('; '));
  }
}

/** Space of a conventional encoder whose parameters have been checked. @throws InvalidSpecError */
export function checkedSpace(encoder: string, parameters: Parameters): EncoderSpace {
  const space = CONVENTIONAL_SPACE.find((each) => each.encoder === encoder);
  if (space === undefined) {
    throw new InvalidSpecError([
      `encoder "${encoder}" is unknown; allowed: ${CONVENTIONAL_SPACE.map((each) => each.encoder).join(', ')}`,
    ]);
  }
  const faults = parameterFaults(space, parameters);
  if (faults.length > 0) throw new InvalidSpecError(faults);
  return space;
}

/** Checked parameters, with the space's defaults for those that are not given. @throws InvalidSpecError */
export function completeParameters(encoder: string, parameters: Parameters): Parameters {
  const defaults = Object.entries(checkedSpace(encoder, parameters).parameters).map(
    ([name, parameter]) => [name, parameter.default] as const,
  );
  return { ...Object.fromEntries(defaults), ...parameters };
}
