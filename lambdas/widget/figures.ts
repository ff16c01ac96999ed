import type { Forecast } from '../shared/forecast.ts';

/** What stands for a figure that there is none of. */
export const NONE = '-';

/** Percent with sign and one decimal, for example `-12.3`. */
export function signedPercent(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  const text = value.toFixed(1);
  return Number(text) > 0 ? `+${text}` : text.replace(/^-(0\.0)$/, '$1');
}

/** A forecast as `-8.0 (-12.0 to -3.0)`. */
export function forecastText({ p10, p50, p90 }: Forecast): string {
  return `${signedPercent(p50)} (${signedPercent(p10)} to ${signedPercent(p90)})`;
}

export function isWithin(value: number, { p10, p90 }: Forecast): boolean {
  return p10 <= value && value <= p90;
}

export function wholePercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** US dollars to a cent; less than a cent to a hundredth of one. */
export function dollars(value: number): string {
  return value > 0 && value < 0.01 ? value.toFixed(4) : value.toFixed(2);
}
