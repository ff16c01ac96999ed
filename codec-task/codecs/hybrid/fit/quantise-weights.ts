import { LARGEST_WEIGHT, UNIT_WEIGHT } from '../restoration/description.ts';
import type { Products } from './class-products.ts';
import { levelBits } from './weight-bits.ts';

const SWEEPS = 3;

/**
 * Weights as whole multiples of `2^shift / 256`: rounded, then each moved by one step or set to 0 while that lowers squared
 * error and the price of bits together.
 */
export function quantiseWeights(
  weights: Float64Array,
  products: Products,
  shift: number,
  price: number,
): Int16Array {
  const step = 2 ** shift;
  const most = Math.floor(LARGEST_WEIGHT / step);
  const levels = Float64Array.from(weights, (weight) =>
    Math.max(-most, Math.min(most, Math.round((weight * UNIT_WEIGHT) / step))),
  );
  const unit = step / UNIT_WEIGHT;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let isMoved = false;
    for (let index = 0; index < levels.length; index++) {
      const level = bestLevel(levels, products, index, unit, most, price);
      isMoved ||= level !== levels[index];
      levels[index] = level;
    }
    if (!isMoved) break;
  }
  return Int16Array.from(levels, (level) => level * step);
}

/** The best of a level, its two neighbours and 0, the other levels being as they are. */
function bestLevel(
  levels: Float64Array,
  products: Products,
  index: number,
  unit: number,
  most: number,
  price: number,
): number {
  const present = levels[index] ?? 0;
  const features = levels.length;
  const at = (row: number, column: number) =>
    products[row >= column ? (row * (row + 1)) / 2 + column : (column * (column + 1)) / 2 + row] ?? 0;
  // Half of the derivative of the squared error by this weight.
  let slope = -at(features, index);
  for (let other = 0; other < features; other++) slope += unit * (levels[other] ?? 0) * at(other, index);
  const curve = at(index, index);
  const costOf = (level: number) => {
    const move = (level - present) * unit;
    return move * (2 * slope + move * curve) + price * levelBits(level);
  };
  let best = present;
  for (const level of [present - 1, present + 1, 0])
    if (Math.abs(level) <= most && costOf(level) < costOf(best)) best = level;
  return best;
}
