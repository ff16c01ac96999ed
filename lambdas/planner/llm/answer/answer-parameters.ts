import { encoderName } from '../../../shared/encoder-name.ts';
import type { EncoderSpace, ParameterSpace } from '../../../shared/space.ts';
import { parameterFaults } from '../../../shared/space.ts';
import type { Parameters } from '../../../shared/spec.ts';
import type { Answer, AnsweredExperiment } from './answer-schema.ts';

type Value = Answer['regions'][number]['values'][number];

/** Parameters from the answer's pairs, each value in the type that its space has, with the faults against the space. */
export function answerParameters(
  space: EncoderSpace,
  pairs: AnsweredExperiment['parameters'],
): { readonly parameters: Parameters; readonly faults: readonly string[] } {
  const keys = pairs.map((pair) => pair.key);
  const repeated = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  const parameters = Object.fromEntries(
    pairs.map(({ key, value }) => [
      key,
      inTypeOf(Object.hasOwn(space.parameters, key) ? space.parameters[key] : undefined, value),
    ]),
  );
  return {
    parameters,
    faults: [
      ...[...repeated].map((key) => `${encoderName(space)} ${key} is given more than once`),
      ...parameterFaults(space, parameters),
    ],
  };
}

/** A value that is right but for its type, as models write it ("8" for 8), is converted; any other is left to fail. */
function inTypeOf(parameter: ParameterSpace | undefined, value: Value): Value {
  switch (parameter?.kind) {
    case 'choice':
      return parameter.values.find((allowed) => String(allowed) === String(value)) ?? value;
    case 'integer':
    case 'real':
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
        ? Number(value)
        : value;
    case 'flag':
      return value === 'true' || value === 'false' ? value === 'true' : value;
    case undefined:
      return value;
  }
}
