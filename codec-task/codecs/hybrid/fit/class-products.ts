import { CLASSES, FEATURES, PLANES, type Plane } from '../restoration/description.ts';
import type { RestorationKernel } from '../restoration/kernel.ts';

/**
 * Sums over the samples of a class: of every product of two features, of a feature and the error to make good, and of the
 * error's square; the lower triangle row by row, the error last, in squared 10-bit steps.
 */
export type Products = Float64Array;

export function productCount(features: number): number {
  return ((features + 1) * (features + 2)) / 2;
}

/** Sums of all classes of all planes over the pictures that were added. */
export class ClassProducts {
  readonly #sums = PLANES.map((plane) => new Float64Array(CLASSES * productCount(FEATURES[plane])));

  /** Adds the picture that is prepared and classified in a slot. */
  add(kernel: RestorationKernel, slot: number): void {
    for (const plane of PLANES) {
      const sums = this.#sums[plane] as Float64Array;
      kernel.sumProducts(plane, slot);
      const own = kernel.doubles(kernel.productsAt(), sums.length);
      for (let index = 0; index < sums.length; index++) sums[index] = (sums[index] ?? 0) + (own[index] ?? 0);
    }
  }

  /** Of each class. */
  of(plane: Plane): Products[] {
    const count = productCount(FEATURES[plane]);
    const sums = this.#sums[plane] as Float64Array;
    return Array.from({ length: CLASSES }, (_, index) => sums.subarray(index * count, (index + 1) * count));
  }
}

export function addProducts(a: Products, b: Products): Products {
  return a.map((value, index) => value + (b[index] ?? 0));
}

/** The error's square without any filter. */
export function unfilteredError(products: Products): number {
  return products[products.length - 1] ?? 0;
}

/** Squared error of a filter with such weights (1: the whole feature), not rounded. */
export function filteredError(products: Products, weights: ArrayLike<number>): number {
  const features = weights.length;
  const crossed = (features * (features + 1)) / 2;
  let error = unfilteredError(products);
  for (let row = 0; row < features; row++) {
    const weight = weights[row] ?? 0;
    if (weight === 0) continue;
    const start = (row * (row + 1)) / 2;
    let sum = 0;
    for (let column = 0; column < row; column++)
      sum += (weights[column] ?? 0) * (products[start + column] ?? 0);
    error += weight * (2 * sum + weight * (products[start + row] ?? 0) - 2 * (products[crossed + row] ?? 0));
  }
  return error;
}
