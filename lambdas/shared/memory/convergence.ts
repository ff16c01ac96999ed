import { arithmeticMean } from '../statistics/averages.ts';
import type { IntelligencePoint } from '../summary/intelligence.ts';

/** Newest points that the slope is taken over. */
const WINDOW = 12;

/**
 * How fast the best BD-rate still falls, percentage points for each iteration, negative is better: the slope of a line
 * through the newest points on the present clips by least squares. Null for fewer than two.
 */
export function convergenceSlope(series: readonly IntelligencePoint[]): number | null {
  const clips = series.at(-1)?.clip_set;
  const points = series
    .filter(({ clip_set }) => clip_set === clips)
    .slice(-WINDOW)
    .flatMap(({ iteration, best_percent }) => (best_percent === null ? [] : [{ iteration, best_percent }]));
  if (points.length < 2) return null;
  const meanIteration = arithmeticMean(points.map(({ iteration }) => iteration));
  const meanBest = arithmeticMean(points.map(({ best_percent }) => best_percent));
  const [covariance, variance] = points.reduce(
    ([both, own], { iteration, best_percent }) => [
      both + (iteration - meanIteration) * (best_percent - meanBest),
      own + (iteration - meanIteration) ** 2,
    ],
    [0, 0] as [number, number],
  );
  return covariance / variance;
}
