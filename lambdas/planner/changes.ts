import type { EncoderSpace, ParameterSpace } from '../shared/space.ts';
import { impliedValues, isActive } from '../shared/space-conditions.ts';
import type { Parameters } from '../shared/spec.ts';

type ParameterValue = Parameters[string];

/** One parameter of a configuration set to another value. */
export interface Change {
  readonly name: string;
  /** Undefined gives the choice back to the encoder. */
  readonly value: ParameterValue | undefined;
  /** `film grain 0 -> 8`. */
  readonly words: string;
}

/** Every single change of a configuration that its space allows and that can have an effect. */
export function singleChanges(space: EncoderSpace, parameters: Parameters): Change[] {
  return Object.entries(space.parameters).flatMap(([name, parameter]) => {
    const before = parameters[name] ?? parameter.default;
    if (!isActive(space, parameters, name)) return [];
    const implied = impliedValues(space, parameters, name);
    return valuesOf(parameter)
      .filter((value) => value !== before && !implied.includes(value))
      .map((value) => ({
        name,
        value: value === parameter.default && name !== space.effort ? undefined : value,
        words: `${name.replaceAll('_', ' ')} ${String(before)} -> ${String(value)}`,
      }));
  });
}

/** The changes that lead from one configuration of a space to another, both in canonical form. */
export function changesBetween(space: EncoderSpace, from: Parameters, to: Parameters): Change[] {
  return Object.entries(space.parameters).flatMap(([name, parameter]) => {
    if (from[name] === to[name]) return [];
    const [before, after] = [from[name] ?? parameter.default, to[name] ?? parameter.default];
    const words = `${name.replaceAll('_', ' ')} ${String(before)} -> ${String(after)}`;
    return [{ name, value: to[name], words }];
  });
}

/** A configuration's parameters after changes. */
export function withChanges(parameters: Parameters, changes: readonly Change[]): Parameters {
  const changed: Record<string, ParameterValue | undefined> = { ...parameters };
  for (const { name, value } of changes) changed[name] = value;
  return Object.fromEntries(
    Object.entries(changed).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The values of a parameter that are worth trying: all of a choice, five across a long range. */
export function valuesOf(parameter: ParameterSpace | undefined): readonly ParameterValue[] {
  switch (parameter?.kind) {
    case 'choice':
      return parameter.values;
    case 'flag':
      return [true, false];
    case 'integer':
      return parameter.max - parameter.min <= 12
        ? Array.from({ length: parameter.max - parameter.min + 1 }, (_, index) => parameter.min + index)
        : spread(parameter.min, parameter.max).map(Math.round);
    case 'real':
      return spread(parameter.min, parameter.max);
    case undefined:
      return [];
  }
}

function spread(min: number, max: number): number[] {
  return Array.from({ length: 5 }, (_, index) => min + ((max - min) * index) / 4);
}
