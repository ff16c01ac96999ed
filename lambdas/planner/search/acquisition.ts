import type { Posterior } from './gaussian-process.ts';

/** Improvement below the best that is to be expected at a place, in the unit of the values (Jones, Schonlau and Welch 1998). */
export function expectedImprovement({ mean, variance }: Posterior, best: number): number {
  const deviation = Math.sqrt(variance);
  if (deviation === 0) return Math.max(0, best - mean);
  const z = (best - mean) / deviation;
  return deviation * (z * normalDistribution(z) + normalDensity(z));
}

/** Standard normal density. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Standard normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = normalDensity(z) * series.reduceRight((sum, coefficient) => t * (coefficient + sum), 0);
  return z >= 0 ? 1 - tail : tail;
}
