import { isSameEncoder } from '../shared/encoder-name.ts';
import { type EncoderSpace, findSpace, type ParameterSpace } from '../shared/space.ts';
import { isActive } from '../shared/space-conditions.ts';
import type { Configuration, Parameters } from '../shared/spec.ts';
import type { PlanningContext } from './planning.ts';

/**
 * Distance of a configuration to the nearest one that the campaign has run or planned before, 0 to 1; undefined where it is
 * the first. Reads what the summary keeps and the newest records, so that it costs the same at any length of history.
 */
export function noveltyOf(
  { spaces, summary, history }: Pick<PlanningContext, 'spaces' | 'summary' | 'history'>,
  configuration: Configuration,
): number | undefined {
  const earlier: Configuration[] = [
    ...(summary.observations ?? []),
    ...(summary.screened ?? []),
    ...history.map(({ spec }) => spec),
  ];
  const distances = earlier.map((each) => distanceBetween(spaces, each, configuration));
  return distances.length === 0 ? undefined : Math.round(Math.min(...distances) * 10_000) / 10_000;
}

/**
 * Distance of two configurations in the mixed space of an encoder (Gower 1971): the mean over its parameters of how far
 * their values lie apart, as a share of the range where they are ordered, else 0 or 1; a parameter that has an effect in
 * one of the two alone counts as 1. Two encoders are at distance 1.
 */
export function distanceBetween(spaces: readonly EncoderSpace[], a: Configuration, b: Configuration): number {
  const space = findSpace(spaces, a);
  if (!isSameEncoder(a, b)) return 1;
  if (space === undefined) return 0;
  const parts = Object.entries(space.parameters).flatMap(([name, parameter]) => {
    const [inA, inB] = [isActive(space, a.parameters, name), isActive(space, b.parameters, name)];
    if (!inA && !inB) return [];
    return inA && inB ? [valueDistance(parameter, valueIn(space, a, name), valueIn(space, b, name))] : [1];
  });
  return parts.length === 0 ? 0 : parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

function valueIn(space: EncoderSpace, { parameters }: Configuration, name: string): Parameters[string] {
  return parameters[name] ?? space.parameters[name]?.default ?? '';
}

function valueDistance(parameter: ParameterSpace, a: Parameters[string], b: Parameters[string]): number {
  if (a === b) return 0;
  switch (parameter.kind) {
    case 'integer':
      return parameter.unordered ? 1 : Math.abs(Number(a) - Number(b)) / (parameter.max - parameter.min);
    case 'real':
      return Math.abs(Number(a) - Number(b)) / (parameter.max - parameter.min);
    case 'choice': {
      if (!parameter.ordered) return 1;
      const place = (value: Parameters[string]) => parameter.values.indexOf(value as string | number);
      return Math.abs(place(a) - place(b)) / Math.max(1, parameter.values.length - 1);
    }
    case 'flag':
      return 1;
  }
}
