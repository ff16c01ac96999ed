const MOST_TERMS = 500;
/** Instead of a zero that would be divided by. */
const TINY = 1e-300;

/**
 * I_x(a, b), the share of the beta function's integral that lies below x, for a and b that are multiples of one half.
 * Continued fraction of NIST DLMF 8.17.22 by Lentz's method; mirrored where that converges slowly (8.17.4).
 * @param x from 0 to 1
 */
export function regularizedIncompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedIncompleteBeta(1 - x, b, a);
  const logBeta = logGammaOfHalves(a) + logGammaOfHalves(b) - logGammaOfHalves(a + b);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta) / a;
  return front * continuedFraction(x, a, b);
}

function continuedFraction(x: number, a: number, b: number): number {
  const nonZero = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let numerator = 1;
  let denominator = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = denominator;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      denominator = 1 / nonZero(1 + term * denominator);
      numerator = nonZero(1 + term / numerator);
      step = numerator * denominator;
      value *= step;
    }
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return value;
}

/** Logarithm of the gamma function at a positive multiple of one half, by its recurrence from 1 or one half. */
function logGammaOfHalves(value: number): number {
  const start = Number.isInteger(value) ? 1 : 0.5;
  let sum = start === 1 ? 0 : Math.log(Math.PI) / 2;
  for (let factor = start; factor < value; factor++) sum += Math.log(factor);
  return sum;
}
