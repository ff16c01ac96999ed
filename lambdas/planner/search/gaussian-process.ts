/** Covariance of the values at two places. */
export type Kernel<Place> = (a: Place, b: Place) => number;

export interface GaussianProcessRequest<Place> {
  /** Where values were seen; at most a few hundred, since the cost grows with the cube. */
  readonly places: readonly Place[];
  /** What was seen there, less the prior mean. */
  readonly values: readonly number[];
  /** Variance of the noise in each value. */
  readonly noise: readonly number[];
  /** Where values will be seen before long; absent: nowhere. */
  readonly pending?: { readonly places: readonly Place[]; readonly noise: number };
  readonly kernel: Kernel<Place>;
}

/** Mean and variance of the value at a place, given what was seen. */
export interface Posterior {
  readonly mean: number;
  readonly variance: number;
}

/** Observations that the kernel's own scale counts as, when the scale is learnt from what was seen. */
const SCALE_PRIOR = 8;

/**
 * Regression by a Gaussian process with a fixed kernel up to its scale (Rasmussen and Williams 2006, algorithm 2.1). The
 * scale is the maximum of its posterior under an inverse gamma prior, so that intervals widen where the kernel promised
 * too much and narrow where it promised too little. What is pending is taken to come out as expected: it narrows what is
 * not known near it, and teaches neither the mean nor the scale nor the evidence anything.
 */
export class GaussianProcess<Place> {
  readonly #places: readonly Place[];
  readonly #kernel: Kernel<Place>;
  readonly #factor: Float64Array[];
  readonly #weights: Float64Array;
  readonly #scale: number;
  /** Logarithm of the marginal likelihood of what was seen, the scale integrated out, up to what all kernels share. */
  readonly logEvidence: number;

  constructor({ places, values, noise, pending, kernel }: GaussianProcessRequest<Place>) {
    this.#places = [...places, ...(pending?.places ?? [])];
    this.#kernel = kernel;
    const noiseAt = (index: number) => noise[index] ?? pending?.noise ?? 0;
    this.#factor = cholesky(
      this.#places.map((a, row) =>
        this.#places.slice(0, row + 1).map((b, column) => kernel(a, b) + (row === column ? noiseAt(row) : 0)),
      ),
    );
    // The leading block of a factor is that of what was seen; what comes out as expected weighs nothing in the mean.
    const seen = this.#factor.slice(0, places.length);
    const halfway = forward(seen, values);
    this.#weights = backward(seen, halfway);
    const fit = halfway.reduce((sum, value) => sum + value * value, 0);
    this.#scale = (SCALE_PRIOR + fit) / (SCALE_PRIOR + values.length);
    const logDeterminant = seen.reduce((sum, row, index) => sum + Math.log(row[index] ?? 1), 0);
    this.logEvidence = -logDeterminant - ((SCALE_PRIOR + values.length) / 2) * Math.log1p(fit / SCALE_PRIOR);
  }

  at(place: Place): Posterior {
    const covariances = this.#places.map((seen) => this.#kernel(seen, place));
    const mean = covariances.reduce((sum, value, index) => sum + value * (this.#weights[index] ?? 0), 0);
    const halfway = forward(this.#factor, covariances);
    const known = halfway.reduce((sum, value) => sum + value * value, 0);
    return { mean, variance: this.#scale * Math.max(0, this.#kernel(place, place) - known) };
  }
}

/** Rounding may leave the last pivots of nearly equal rows at or below zero. */
const SMALLEST_PIVOT = 1e-9;

/** Lower triangle of a symmetric positive definite matrix's root. @param rows its own lower triangle. */
function cholesky(rows: readonly (readonly number[])[]): Float64Array[] {
  const factor: Float64Array[] = [];
  for (const [index, row] of rows.entries()) {
    const own = new Float64Array(index + 1);
    for (let column = 0; column <= index; column++) {
      const other = column === index ? own : (factor[column] as Float64Array);
      let sum = row[column] ?? 0;
      for (let inner = 0; inner < column; inner++) sum -= (own[inner] ?? 0) * (other[inner] ?? 0);
      own[column] = column === index ? Math.sqrt(Math.max(SMALLEST_PIVOT, sum)) : sum / (other[column] ?? 1);
    }
    factor.push(own);
  }
  return factor;
}

function forward(factor: readonly Float64Array[], values: readonly number[]): Float64Array {
  const solved = new Float64Array(values.length);
  for (const [index, row] of factor.entries()) {
    let sum = values[index] ?? 0;
    for (let inner = 0; inner < index; inner++) sum -= (row[inner] ?? 0) * (solved[inner] ?? 0);
    solved[index] = sum / (row[index] ?? 1);
  }
  return solved;
}

function backward(factor: readonly Float64Array[], values: Float64Array): Float64Array {
  const solved = new Float64Array(values.length);
  for (let index = values.length - 1; index >= 0; index--) {
    let sum = values[index] ?? 0;
    for (let below = index + 1; below < values.length; below++)
      sum -= (factor[below]?.[index] ?? 0) * (solved[below] ?? 0);
    solved[index] = sum / (factor[index]?.[index] ?? 1);
  }
  return solved;
}
