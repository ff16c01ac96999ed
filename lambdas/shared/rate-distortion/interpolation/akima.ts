import { at, type PiecewiseCubic, secants } from './piecewise-cubic.ts';

/**
 * Akima's interpolation (H. Akima, "A new method of interpolation and smooth curve fitting based on local procedures",
 * J. ACM 17, 1970): each slope is a mean of its neighbouring secants weighted by how little the far ones change.
 * @param x strictly rising, at least two.
 */
export function akima(x: readonly number[], y: readonly number[]): PiecewiseCubic {
  const lines = secants(x, y);
  if (lines.length === 1) return { x, y, slopes: [at(lines, 0), at(lines, 0)] };
  const [m0, m1] = [at(lines, 0), at(lines, 1)];
  const [n0, n1] = [at(lines, lines.length - 1), at(lines, lines.length - 2)];
  // Two secants are extrapolated at each end.
  const m = [3 * m0 - 2 * m1, 2 * m0 - m1, ...lines, 2 * n0 - n1, 3 * n0 - 2 * n1];
  const weights = x.map((_, index) => ({
    after: Math.abs(at(m, index + 3) - at(m, index + 2)),
    before: Math.abs(at(m, index + 1) - at(m, index)),
  }));
  const largest = Math.max(...weights.map(({ after, before }) => after + before));
  const slopes = weights.map(({ after, before }, index) => {
    const [left, right] = [at(m, index + 1), at(m, index + 2)];
    // Both weights vanish on a straight line up to rounding: the plain mean is right there.
    return after + before > 1e-9 * largest
      ? (after * left + before * right) / (after + before)
      : (left + right) / 2;
  });
  return { x, y, slopes };
}
