import { at } from './piecewise-cubic.ts';

/**
 * Least-squares polynomial of degree three (VCEG-M33), as the exact integral of the fit from a to b.
 * @param x at least four values.
 */
export function cubicFitIntegral(x: readonly number[], y: readonly number[], a: number, b: number): number {
  // Centred and scaled to [-1, 1], or the normal equations of dB values lose half the digits.
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const [centre, half] = [(low + high) / 2, (high - low) / 2];
  const t = x.map((value) => (value - centre) / half);
  const rows = t.map((value) => [1, value, value ** 2, value ** 3]);
  const coefficients = leastSquares(rows, y);
  const primitive = (value: number) => {
    const s = (value - centre) / half;
    return (
      coefficients.reduce(
        (sum, coefficient, power) => sum + (coefficient * s ** (power + 1)) / (power + 1),
        0,
      ) * half
    );
  };
  return primitive(b) - primitive(a);
}

/** Solves the normal equations by elimination with partial pivoting. */
function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): number[] {
  const size = rows[0]?.length ?? 0;
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_unused, j) =>
      rows.reduce((sum, row) => sum + at(row, i) * at(row, j), 0),
    ),
    rows.reduce((sum, row, index) => sum + at(row, i) * at(y, index), 0),
  ]);
  for (let column = 0; column < size; column++) {
    const pivot = system
      .slice(column)
      .reduce(
        (best, row, offset) =>
          Math.abs(at(row, column)) > Math.abs(at(system[best] ?? [], column)) ? column + offset : best,
        column,
      );
    [system[column], system[pivot]] = [system[pivot] ?? [], system[column] ?? []];
    const pivotRow = system[column] ?? [];
    system.forEach((row, index) => {
      if (index === column) return;
      const factor = at(row, column) / at(pivotRow, column);
      for (let k = column; k <= size; k++) row[k] = at(row, k) - factor * at(pivotRow, k);
    });
  }
  return system.map((row, index) => at(row, size) / at(row, index));
}
