/**
 * Solves the normal equations A x = b of a linear least-squares fit by Cholesky decomposition.
 * @param matrix A, symmetric, row by row; only the lower triangle is read.
 * @param damping Added to the diagonal as a share of its mean, so that features without variance get the weight 0.
 * @returns x, or undefined when A is not positive definite even so.
 */
export function solveNormalEquations(
  matrix: Float64Array,
  vector: Float64Array,
  damping: number,
): Float64Array | undefined {
  const size = vector.length;
  let trace = 0;
  for (let index = 0; index < size; index++) trace += matrix[index * size + index] ?? 0;
  const ridge = (damping * trace) / size + Number.MIN_VALUE;
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = (matrix[row * size + column] ?? 0) + (row === column ? ridge : 0);
      for (let index = 0; index < column; index++)
        sum -= (lower[row * size + index] ?? 0) * (lower[column * size + index] ?? 0);
      if (row !== column) lower[row * size + column] = sum / (lower[column * size + column] ?? 1);
      else if (sum > 0) lower[row * size + row] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const solution = Float64Array.from(vector);
  for (let row = 0; row < size; row++) {
    for (let index = 0; index < row; index++)
      solution[row] = (solution[row] ?? 0) - (lower[row * size + index] ?? 0) * (solution[index] ?? 0);
    solution[row] = (solution[row] ?? 0) / (lower[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let index = row + 1; index < size; index++)
      solution[row] = (solution[row] ?? 0) - (lower[index * size + row] ?? 0) * (solution[index] ?? 0);
    solution[row] = (solution[row] ?? 0) / (lower[row * size + row] ?? 1);
  }
  return solution;
}
