import { encoderName } from '../../shared/encoder-name.ts';
import type { Forecast } from '../../shared/forecast.ts';
import type { EncoderSpace } from '../../shared/space.ts';
import type { Configuration } from '../../shared/spec.ts';
import { expectedImprovement } from './acquisition.ts';
import { effectsKernel } from './effects-kernel.ts';
import { GaussianProcess, type Posterior } from './gaussian-process.ts';
import { HYPOTHESES, type Hypothesis } from './hypotheses.ts';
import { bdRateOf, logRate } from './log-rate.ts';
import { type Place, placeOf } from './place.ts';

export type { Configuration } from '../../shared/spec.ts';
export { bdRateOf, logRate } from './log-rate.ts';

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
/** A hypothesis that is believed less than this is left out of what is asked. */
const NEGLIGIBLE = 0.005;

/** A hypothesis with what was learnt under it. */
interface Belief {
  readonly hypothesis: Hypothesis;
  readonly process: GaussianProcess<Place>;
  /** Probability, 0 to 1. */
  readonly probability: number;
  /** Lowest log-rate that it expects of what is pending; infinite for nothing. */
  readonly pendingBest: number;
}

/** What is known of BD-rates: the priors, corrected by everything that was observed. */
export class Surrogate {
  readonly #beliefs: readonly Belief[];
  readonly #spaces: ReadonlyMap<string, EncoderSpace>;

  /**
   * @param spaces of every encoder that is observed or asked for; observations of other encoders are left out.
   * @param pending what runs already: each hypothesis takes it to come out as it expects itself, so that no hypothesis
   *   gains belief by what was not measured.
   */
  constructor(
    spaces: readonly EncoderSpace[],
    observations: readonly Observation[],
    pending: readonly Configuration[] = [],
  ) {
    this.#spaces = new Map(spaces.map((space) => [encoderName(space), space]));
    const known = observations.filter((each) => this.#spaces.has(encoderName(each)));
    const places = known.map((each) => this.#place(each));
    const values = known.map(({ bdRate }) => logRate(bdRate));
    const expected = pending
      .filter((each) => this.#spaces.has(encoderName(each)))
      .map((each) => this.#place(each));
    const noise = known.map(({ deviation = 0 }) => NUGGET ** 2 + deviation ** 2);
    const fitted = HYPOTHESES.map((hypothesis) => {
      const residuals = values.map((value, index) => value - priorMean(places[index] as Place, hypothesis));
      const kernel = effectsKernel(hypothesis);
      const process = new GaussianProcess({
        ...{ places, values: residuals, noise, kernel },
        pending: { places: expected, noise: NUGGET ** 2 },
      });
      const pendingBest = Math.min(
        ...expected.map((place) => process.at(place).mean + priorMean(place, hypothesis)),
      );
      return {
        hypothesis,
        process,
        pendingBest,
        evidence: Math.log(hypothesis.probability) + process.logEvidence,
      };
    });
    const most = Math.max(...fitted.map(({ evidence }) => evidence));
    const weights = fitted.map(({ evidence }) => Math.exp(evidence - most));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    this.#beliefs = fitted
      .map((each, index) => ({ ...each, probability: (weights[index] ?? 0) / sum }))
      .filter(({ probability }) => probability > NEGLIGIBLE);
  }

  /** Mean and variance of the log-rate, 100 ln(1 + BD-rate / 100), over all hypotheses. */
  at(configuration: Configuration): Posterior {
    const all = this.#posteriors(configuration);
    const total = all.reduce((sum, { probability }) => sum + probability, 0);
    const over = (value: (each: Posterior) => number) =>
      all.reduce((sum, each) => sum + each.probability * value(each), 0) / total;
    const mean = over((each) => each.mean);
    return { mean, variance: over((each) => each.variance + (each.mean - mean) ** 2) };
  }

  /** Improvement below the best, measured or pending, that is to be expected of a configuration, points of log-rate. */
  improvement(configuration: Configuration, best: number): number {
    return this.#posteriors(configuration).reduce(
      (sum, each) => sum + each.probability * expectedImprovement(each, Math.min(best, each.pendingBest)),
      0,
    );
  }

  /** BD-rate in percent as three quantiles. */
  forecast(configuration: Configuration): Forecast {
    const { mean, variance } = this.at(configuration);
    const reach = EIGHTY_PERCENT * Math.sqrt(variance);
    return { p10: bdRateOf(mean - reach), p50: bdRateOf(mean), p90: bdRateOf(mean + reach) };
  }

  #posteriors(configuration: Configuration): (Posterior & Pick<Belief, 'probability' | 'pendingBest'>)[] {
    const place = this.#place(configuration);
    return this.#beliefs.map(({ hypothesis, process, probability, pendingBest }) => {
      const { mean, variance } = process.at(place);
      return { mean: mean + priorMean(place, hypothesis), variance, probability, pendingBest };
    });
  }

  #place(configuration: Configuration): Place {
    const name = encoderName(configuration);
    const space = this.#spaces.get(name);
    if (space === undefined) throw new RangeError(`there is no space of ${name}`);
    return placeOf(space, configuration.parameters);
  }
}

function priorMean({ expected, departures }: Place, { trust }: Hypothesis): number {
  return trust * [...departures.values()].reduce((sum, departure) => sum + departure.expected, expected);
}
