import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveNormalEquations } from '../../../codec-task/signal/least-squares.ts';

const SIZE = 5;
const number = fc.double({ min: -4, max: 4, noNaN: true });
const rows = fc.array(fc.array(number, { minLength: SIZE, maxLength: SIZE }), {
  minLength: 40,
  maxLength: 40,
});

function normalEquations(features: readonly (readonly number[])[], targets: readonly number[]) {
  const matrix = new Float64Array(SIZE * SIZE);
  const vector = new Float64Array(SIZE);
  features.forEach((feature, row) => {
    for (let i = 0; i < SIZE; i++) {
      vector[i] = (vector[i] ?? 0) + (feature[i] ?? 0) * (targets[row] ?? 0);
      for (let j = 0; j < SIZE; j++)
        matrix[i * SIZE + j] = (matrix[i * SIZE + j] ?? 0) + (feature[i] ?? 0) * (feature[j] ?? 0);
    }
  });
  return { matrix, vector };
}

describe('solving normal equations', () => {
  it('given any features and targets, no small step away from the solution has a smaller error', () => {
    fc.assert(
      fc.property(rows, fc.array(number, { minLength: 40, maxLength: 40 }), (features, targets) => {
        const { matrix, vector } = normalEquations(features, targets);
        const solution = solveNormalEquations(matrix, vector, 1e-9);
        if (solution === undefined) return;
        const error = (weights: ArrayLike<number>) =>
          features.reduce((sum, feature, row) => {
            const fitted = feature.reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);
            return sum + (fitted - (targets[row] ?? 0)) ** 2;
          }, 0);
        const best = error(solution);
        for (let index = 0; index < SIZE; index++)
          for (const step of [-0.01, 0.01]) {
            const moved = Float64Array.from(solution);
            moved[index] = (moved[index] ?? 0) + step;
            expect(error(moved)).toBeGreaterThanOrEqual(best - 1e-5 * (1 + best));
          }
      }),
    );
  });

  it('given a feature that is always 0, gives it the weight 0', () => {
    const features = Array.from({ length: 10 }, (_, index) => [index, 1, 0, index * index, (index * 7) % 3]);
    const { matrix, vector } = normalEquations(
      features,
      features.map(([a = 0, b = 0]) => 2 * a - b),
    );
    const solution = solveNormalEquations(matrix, vector, 1e-9);
    expect(solution?.[2]).toBe(0);
    expect(solution?.[0]).toBeCloseTo(2, 3);
  });

  it('given a matrix that belongs to no fit, says so', () => {
    expect(solveNormalEquations(Float64Array.of(1, 0, 0, -5), Float64Array.of(1, 1), 1e-9)).toBeUndefined();
  });
});
