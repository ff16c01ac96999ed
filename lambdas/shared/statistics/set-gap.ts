import { arithmeticMean } from './averages.ts';

/**
 * How much worse clips come out that were not searched on: mean BD-rate of these less that of the tune clips, in
 * percentage points; positive where part of the gain was the search's own. Null where either has none.
 */
export function setGap(tune: readonly (number | null)[], other: readonly (number | null)[]): number | null {
  const known = (values: readonly (number | null)[]): values is readonly number[] =>
    values.length > 0 && !values.includes(null);
  return known(tune) && known(other) ? arithmeticMean(other) - arithmeticMean(tune) : null;
}
