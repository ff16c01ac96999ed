import type { Forecast } from '../forecast.ts';

/** Distance from the middle to p10 or p90 of a normal distribution, in standard deviations. */
export const TENTH = 1.2816;

/** Least standard deviation that a forecast is taken to state, as natural logarithm: a tenth of a percent. */
const LEAST_DEVIATION = 0.001;

/** A forecast on a logarithmic scale: its middle, and the deviation that it states to either side. */
export interface StatedSpread {
  readonly middle: number;
  readonly below: number;
  readonly above: number;
}

/** @param logarithm takes the forecast's unit to natural logarithms of the rate */
export function statedSpread(
  { p10, p50, p90 }: Forecast,
  logarithm: (value: number) => number,
): StatedSpread {
  const middle = logarithm(p50);
  return {
    middle,
    below: Math.max(LEAST_DEVIATION, (middle - logarithm(p10)) / TENTH),
    above: Math.max(LEAST_DEVIATION, (logarithm(p90) - middle) / TENTH),
  };
}

/** How far a value lies from the middle, in deviations of its own side as the forecast states them. */
export function standardError(spread: StatedSpread, logarithm: number): number {
  const error = logarithm - spread.middle;
  return error / (error < 0 ? spread.below : spread.above);
}
