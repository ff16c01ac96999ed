/**
 * A rate difference as natural logarithm, where halving and doubling lie equally far from none.
 * @param percent a difference of over -99.9 %; less counts as that
 */
export function logRateOf(percent: number): number {
  return Math.log1p(Math.max(-99.9, percent) / 100);
}

/** The rate difference in percent of a natural logarithm. */
export function percentOf(logRate: number): number {
  return 100 * Math.expm1(logRate);
}
