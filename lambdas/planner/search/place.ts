import { encoderName } from '../../shared/encoder-name.ts';
import type { EncoderSpace, ParameterSpace } from '../../shared/space.ts';
import type { Parameters } from '../../shared/spec.ts';
import { priorName } from '../prior-of.ts';
import { priorOfEffort, priorOfValue } from './prior-mean.ts';

/** A parameter away from the encoder's own choice. */
export interface Departure {
  readonly value: Parameters[string];
  /** Distance from the default as a share of the range, with its sign, for values that are ordered; else undefined. */
  readonly distance: number | undefined;
  /** Points of log-rate that it is expected to bring. */
  readonly expected: number;
}

/** A configuration as the surrogate sees it. */
export interface Place {
  /** Of the strategy too, like `hybrid libx265`. */
  readonly encoder: string;
  /** The encoder that it is expected to be like, of a base layer for example; else itself. */
  readonly like: string;
  /** Effort as a share of its range. */
  readonly effort: number;
  /** Points of log-rate that the encoder is expected to come to at this effort. */
  readonly expected: number;
  /** What departs from the default, by parameter. */
  readonly departures: ReadonlyMap<string, Departure>;
}

export function placeOf(space: EncoderSpace, parameters: Parameters): Place {
  const departures = Object.entries(parameters).flatMap(([name, value]) => {
    const parameter = space.parameters[name];
    if (parameter === undefined || name === space.effort) return [];
    const expected = priorOfValue(space, parameters, name, value);
    return [[name, { value, distance: distance(parameter, value), expected }] as const];
  });
  const effort = space.parameters[space.effort];
  return {
    encoder: encoderName(space),
    like: priorName(space),
    effort: effort === undefined ? 0 : share(effort, parameters[space.effort] ?? effort.default),
    expected: priorOfEffort(space, parameters),
    departures: new Map(departures),
  };
}

function distance(parameter: ParameterSpace, value: Parameters[string]): number | undefined {
  const isOrdered =
    parameter.kind === 'real' ||
    (parameter.kind === 'integer' && !parameter.unordered) ||
    (parameter.kind === 'choice' && parameter.ordered);
  return isOrdered ? share(parameter, value) - share(parameter, parameter.default) : undefined;
}

/** Place of a value within its range, 0 to 1; choices lie evenly in their order. */
function share(parameter: ParameterSpace, value: Parameters[string]): number {
  switch (parameter.kind) {
    case 'integer':
    case 'real':
      return (Number(value) - parameter.min) / (parameter.max - parameter.min);
    case 'choice':
      return parameter.values.indexOf(value as string | number) / Math.max(1, parameter.values.length - 1);
    case 'flag':
      return Number(value);
  }
}
