/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.959964;

/**
 * 95 % interval of a proportion from `hits` of `trials` (Wilson 1927): holds its level for few trials and near 0 and 1,
 * where the usual one does not.
 * @param trials at least 1
 */
export function proportionInterval(hits: number, trials: number): { low: number; high: number } {
  const share = hits / trials;
  const weight = Z ** 2 / trials;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (Z / (1 + weight)) * Math.sqrt((share * (1 - share)) / trials + weight / (4 * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
