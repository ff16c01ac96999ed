import { at, type PiecewiseCubic, secants } from './piecewise-cubic.ts';

/**
 * Piecewise cubic Hermite interpolation that keeps monotonic data monotonic (Fritsch and Butland, "A method for
 * constructing local monotone piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5, 1984): inner slopes are
 * weighted harmonic means of the secants, end slopes the three-point formula, limited in sign and size.
 * @param x strictly rising, at least two.
 */
export function pchip(x: readonly number[], y: readonly number[]): PiecewiseCubic {
  const lines = secants(x, y);
  if (lines.length === 1) return { x, y, slopes: [at(lines, 0), at(lines, 0)] };
  const widths = x.slice(1).map((value, index) => value - at(x, index));
  const inner = lines.slice(1).map((after, index) => {
    const before = at(lines, index);
    if (before * after <= 0) return 0;
    const [w1, w2] = [
      2 * at(widths, index + 1) + at(widths, index),
      at(widths, index + 1) + 2 * at(widths, index),
    ];
    return (w1 + w2) / (w1 / before + w2 / after);
  });
  const last = lines.length - 1;
  const first = endSlope(at(widths, 0), at(widths, 1), at(lines, 0), at(lines, 1));
  const end = endSlope(at(widths, last), at(widths, last - 1), at(lines, last), at(lines, last - 1));
  return { x, y, slopes: [first, ...inner, end] };
}

/** @param near values of the end's own segment. @param far of its neighbour. */
function endSlope(nearWidth: number, farWidth: number, near: number, far: number): number {
  const slope = ((2 * nearWidth + farWidth) * near - nearWidth * far) / (nearWidth + farWidth);
  if (Math.sign(slope) !== Math.sign(near)) return 0;
  return Math.sign(near) !== Math.sign(far) && Math.abs(slope) > 3 * Math.abs(near) ? 3 * near : slope;
}
