/** Four significant digits: beyond what the measurements repeat to, and a third of the tokens. */
export function rounded(value: number): number;
export function rounded(value: number | null): number | null;
export function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
