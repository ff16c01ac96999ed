/** To six decimals: finer than any figure of a record means something, and it bounds the row's size. */
export function rounded(value: number, decimals?: number): number;
export function rounded(value: number | null, decimals?: number): number | null;
export function rounded(value: number | null, decimals = 6): number | null {
  return value === null ? null : Math.round(value * 10 ** decimals) / 10 ** decimals;
}
