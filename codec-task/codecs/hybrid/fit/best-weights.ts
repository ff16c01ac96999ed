import { solveNormalEquations } from '../../../signal/least-squares.ts';
import type { Products } from './class-products.ts';

/** So small that it only keeps features apart that are always the same. */
const DAMPING = 1e-6;

/** Weights of the least squared error for such samples, not quantised. */
export function bestWeights(products: Products, features: number): Float64Array {
  const matrix = new Float64Array(features * features);
  for (let row = 0; row < features; row++)
    for (let column = 0; column <= row; column++)
      matrix[row * features + column] = products[(row * (row + 1)) / 2 + column] ?? 0;
  const crossed = (features * (features + 1)) / 2;
  const vector = products.slice(crossed, crossed + features);
  return solveNormalEquations(matrix, vector, DAMPING) ?? new Float64Array(features);
}
