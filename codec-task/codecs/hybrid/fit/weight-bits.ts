import { UNIT_WEIGHT } from '../restoration/description.ts';

/** Step that bits are estimated for before weights are quantised: 4/256. */
const TYPICAL_STEP = 4;

/** Bits that one quantised weight takes, about: an exponential Golomb code whose short forms have become cheap. */
export function levelBits(level: number): number {
  const size = Math.abs(level);
  return size === 0 ? 0.5 : 2.2 + 1.5 * Math.log2(size);
}

/** Bits that a filter's weights take, about. */
export function weightBits(weights: Float64Array): number {
  let bits = 0;
  for (const weight of weights) bits += levelBits(Math.round((weight * UNIT_WEIGHT) / TYPICAL_STEP));
  return bits;
}
