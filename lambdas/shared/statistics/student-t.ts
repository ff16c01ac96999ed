import { regularizedIncompleteBeta } from './incomplete-beta.ts';

/**
 * Quantile of Student's t distribution, by halving its distribution function, which is I of x = v / (v + t^2) (NIST
 * Digital Library of Mathematical Functions 8.17; Abramowitz and Stegun 26.7.1).
 * @param probability from 0.5 to below 1
 * @param degrees of freedom, at least 1
 */
export function studentTQuantile(probability: number, degrees: number): number {
  if (!(probability >= 0.5 && probability < 1 && degrees >= 1))
    throw new RangeError(`no quantile of Student's t at ${probability} with ${degrees} degrees of freedom`);
  let [low, high] = [0, 1];
  while (studentTDistribution(high, degrees) < probability) high *= 2;
  // Enough for the distance between neighbouring floating-point numbers.
  for (let halving = 0; halving < 100; halving++) {
    const middle = (low + high) / 2;
    if (studentTDistribution(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of a value up to t, for t from 0 on. */
export function studentTDistribution(t: number, degrees: number): number {
  return 1 - regularizedIncompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}
