import type { Forecast } from '../../shared/forecast.ts';
import type { EncoderSpace } from '../../shared/space.ts';
import type { Parameters } from '../../shared/spec.ts';
import { costKey } from '../../shared/summary.ts';
import { expectedShift, PRIORS } from '../priors.ts';
import { EFFORT } from '../spec-of.ts';
import { effectsKernel } from './effects-kernel.ts';
import { GaussianProcess, type Posterior } from './gaussian-process.ts';
import { type Place, placeOf } from './place.ts';

export interface Configuration {
  readonly encoder: string;
  readonly parameters: Parameters;
}

/** A configuration with what it came to. */
export interface Observation extends Configuration {
  /** BD-rate in percent, over -100. */
  readonly bdRate: number;
  /** Standard deviation of the value in points; 0 for a full measurement, more for a screening score. */
  readonly deviation?: number;
}

/** Half of the width of an 80 % interval of the normal distribution, in standard deviations. */
const EIGHTY_PERCENT = 1.2816;
/** Even a full measurement says something only to this many points: what no parameter explains. */
const NUGGET = 0.15;

/** What is known of BD-rates: the priors, corrected by everything that was observed. */
export class Surrogate {
  readonly #process: GaussianProcess<Place>;
  readonly #spaces: ReadonlyMap<string, EncoderSpace>;

  /** @param spaces of every encoder that is observed or asked for; observations of other encoders are left out. */
  constructor(spaces: readonly EncoderSpace[], observations: readonly Observation[]) {
    this.#spaces = new Map(spaces.map((space) => [space.encoder, space]));
    const known = observations.filter(({ encoder }) => this.#spaces.has(encoder));
    this.#process = new GaussianProcess({
      places: known.map((each) => this.#place(each)),
      values: known.map((each) => logRate(each.bdRate) - priorMean(each)),
      noise: known.map(({ deviation = 0 }) => NUGGET ** 2 + deviation ** 2),
      kernel: effectsKernel,
    });
  }

  /** Mean and variance of the log-rate, 100 ln(1 + BD-rate / 100). */
  at(configuration: Configuration): Posterior {
    const { mean, variance } = this.#process.at(this.#place(configuration));
    return { mean: mean + priorMean(configuration), variance };
  }

  /** BD-rate in percent as three quantiles. */
  forecast(configuration: Configuration): Forecast {
    const { mean, variance } = this.at(configuration);
    const reach = EIGHTY_PERCENT * Math.sqrt(variance);
    return { p10: bdRateOf(mean - reach), p50: bdRateOf(mean), p90: bdRateOf(mean + reach) };
  }

  #place({ encoder, parameters }: Configuration): Place {
    const space = this.#spaces.get(encoder);
    if (space === undefined) throw new RangeError(`there is no space of ${encoder}`);
    return placeOf(space, parameters, expectedShift);
  }
}

/** Effects of parameters multiply rates: as logarithms they add, at every level of BD-rate. */
export function logRate(bdRate: number): number {
  return 100 * Math.log1p(Math.max(-99.9, bdRate) / 100);
}

export function bdRateOf(logRatePoints: number): number {
  return 100 * Math.expm1(logRatePoints / 100);
}

function priorMean({ encoder, parameters }: Configuration): number {
  const shifts = Object.entries(parameters).reduce(
    (sum, [name, value]) => sum + (EFFORT.includes(name) ? 0 : expectedShift(name, value)),
    0,
  );
  return logRate(PRIORS[costKey({ encoder, parameters })]?.bdRate ?? 0) + shifts;
}
