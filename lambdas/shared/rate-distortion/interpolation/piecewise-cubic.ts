/** A curve through points with rising x, as the value and slope at each. Between two points it is the Hermite cubic. */
export interface PiecewiseCubic {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly slopes: readonly number[];
}

/** Value of the curve at `x`, which lies within its range. */
export function evaluate(curve: PiecewiseCubic, x: number): number {
  const last = curve.x.length - 2;
  const after = curve.x.findIndex((knot) => knot > x);
  const index = after === -1 ? last : Math.max(0, after - 1);
  const t = x - at(curve.x, index);
  const { d0, c2, c3 } = powerForm(curve, index);
  return at(curve.y, index) + t * (d0 + t * (c2 + t * c3));
}

/** Exact integral of the curve from a to b, both within its range. */
export function integrate(curve: PiecewiseCubic, a: number, b: number): number {
  let sum = 0;
  for (let index = 0; index + 1 < curve.x.length; index++) {
    const [x0, x1] = [at(curve.x, index), at(curve.x, index + 1)];
    const [from, to] = [Math.max(a, x0), Math.min(b, x1)];
    if (to > from) sum += segmentIntegral(curve, index, to - x0) - segmentIntegral(curve, index, from - x0);
  }
  return sum;
}

/** Integral of one segment from its start to `t` further on. */
function segmentIntegral(curve: PiecewiseCubic, index: number, t: number): number {
  const { d0, c2, c3 } = powerForm(curve, index);
  return at(curve.y, index) * t + (d0 * t ** 2) / 2 + (c2 * t ** 3) / 3 + (c3 * t ** 4) / 4;
}

/** Coefficients of one segment's first, second and third power of the distance from its start. */
function powerForm(curve: PiecewiseCubic, index: number): { d0: number; c2: number; c3: number } {
  const h = at(curve.x, index + 1) - at(curve.x, index);
  const secant = (at(curve.y, index + 1) - at(curve.y, index)) / h;
  const [d0, d1] = [at(curve.slopes, index), at(curve.slopes, index + 1)];
  return { d0, c2: (3 * secant - 2 * d0 - d1) / h, c3: (d0 + d1 - 2 * secant) / (h * h) };
}

/** Slopes of the straight lines between neighbours. */
export function secants(x: readonly number[], y: readonly number[]): number[] {
  return x.slice(1).map((value, index) => (at(y, index + 1) - at(y, index)) / (value - at(x, index)));
}

/** An element that the caller knows to exist. */
export function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no element ${index} in a list of ${values.length}`);
  return value;
}
