import type { EncoderSpace, ParameterSpace } from '../../shared/space.ts';
import type { Parameters } from '../../shared/spec.ts';

/** A parameter away from the encoder's own choice. */
export interface Departure {
  readonly value: Parameters[string];
  /** Distance from the default as a share of the range, with its sign, for values that are ordered; else undefined. */
  readonly distance: number | undefined;
  /** Points of log-rate that such a departure is expected to be uncertain by. */
  readonly spread: number;
}

/** A configuration as the surrogate sees it. */
export interface Place {
  readonly encoder: string;
  /** Effort as a share of its range; 0 where the encoder has none. */
  readonly effort: number;
  /** What departs from the default, by parameter. */
  readonly departures: ReadonlyMap<string, Departure>;
}

/** Uncertainty of any departure, and what each point of its expected effect adds, in points of log-rate. */
const SPREAD = { any: 1.5, ofExpected: 0.4 } as const;

/** @param expected points of BD-rate that a value is expected to bring. */
export function placeOf(
  space: EncoderSpace,
  parameters: Parameters,
  expected: (name: string, value: Parameters[string]) => number,
): Place {
  const { effort } = space;
  const departures = Object.entries(parameters).flatMap(([name, value]) => {
    const parameter = space.parameters[name];
    if (parameter === undefined || name === effort || (name === 'upscaler' && value === parameter.default))
      return [];
    const spread = SPREAD.any + SPREAD.ofExpected * Math.abs(expected(name, value));
    return [[name, { value, distance: distance(parameter, value), spread }] as const];
  });
  const own = space.parameters[effort];
  return {
    encoder: space.encoder,
    effort: own === undefined ? 0 : share(own, parameters[effort] ?? own.default),
    departures: new Map(departures),
  };
}

function distance(parameter: ParameterSpace, value: Parameters[string]): number | undefined {
  const isOrdered = parameter.kind === 'real' || (parameter.kind === 'integer' && !parameter.unordered);
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
