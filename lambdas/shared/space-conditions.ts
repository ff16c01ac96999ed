import type { Condition } from './condition.ts';
import type { EncoderSpace } from './space.ts';
import type { Parameters } from './spec.ts';

type Value = Parameters[string];

/** Whether a configuration meets a demand. */
export function holds(space: EncoderSpace, parameters: Parameters, condition: Condition): boolean {
  const value = parameters[condition.parameter] ?? space.parameters[condition.parameter]?.default;
  const isIn = (values: readonly Value[]) => value !== undefined && values.includes(value);
  return 'in' in condition ? isIn(condition.in) : !isIn(condition.notIn);
}

/** Whether a parameter has any effect in a configuration. */
export function isActive(space: EncoderSpace, parameters: Parameters, name: string): boolean {
  const only = space.parameters[name]?.onlyWhere;
  return only === undefined || holds(space, parameters, only);
}

/** The values of a parameter that change no bit in a configuration, because something else in it sets them already. */
export function impliedValues(space: EncoderSpace, parameters: Parameters, name: string): Value[] {
  const implied = space.parameters[name]?.impliedWhere ?? [];
  return implied.flatMap(({ value, where }) => (holds(space, parameters, where) ? [value] : []));
}

/**
 * A configuration written in the one way that all equal ones share: its effort always, nothing that has no effect, and a
 * default only where the encoder's presets or tunes could have chosen something else. Names in the order of the alphabet.
 */
export function canonicalParameters(space: EncoderSpace, parameters: Parameters): Parameters {
  const effort = space.parameters[space.effort];
  const complete: Parameters = { ...(effort && { [space.effort]: effort.default }), ...parameters };
  const hasEffect = ([name, value]: [string, Value]) => {
    const parameter = space.parameters[name];
    if (parameter === undefined || name === space.effort) return true;
    if (!isActive(space, complete, name) || impliedValues(space, complete, name).includes(value))
      return false;
    return parameter.setByPresets === true || value !== parameter.default;
  };
  return Object.fromEntries(
    Object.entries(complete)
      .filter(hasEffect)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
