/** Sum over count; NaN of nothing. */
export function arithmeticMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Mean of rate differences in percent by their ratios: the n-th root of the product of 1 + p/100. Halving on one clip and
 * doubling on another give 0, where the arithmetic mean gives +25. NaN of nothing.
 * @param percents above -100
 */
export function geometricMeanPercent(percents: readonly number[]): number {
  return 100 * Math.expm1(arithmeticMean(percents.map((percent) => Math.log1p(percent / 100))));
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Square root of the mean squared distance to the mean, with n - 1 in the denominator; NaN under two values. */
export function sampleDeviation(values: readonly number[]): number {
  const mean = arithmeticMean(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** The clip with the highest rate difference, the first of equals; null when any has none or there is no clip. */
export function worstClip(
  clips: readonly { readonly name: string; readonly percent: number | null }[],
): { name: string; percent: number } | null {
  const known = clips.flatMap(({ name, percent }) => (percent === null ? [] : [{ name, percent }]));
  const [first, ...others] = known;
  if (first === undefined || known.length < clips.length) return null;
  return others.reduce((worst, clip) => (clip.percent > worst.percent ? clip : worst), first);
}
