import { CostCounter } from '../../../signal/cost-counter.ts';
import { CLASSES, FEATURES, type Plane, type PlaneFilters, UNIT_WEIGHT } from '../restoration/description.ts';
import { LARGEST_SHIFT, writeFilters } from '../restoration/filter-coding.ts';
import { filteredError, type Products } from './class-products.ts';
import { type ClassGroup, mergeClasses } from './merge-classes.ts';
import { quantiseWeights } from './quantise-weights.ts';

/** The filters of a plane whose squared error and bits cost least. @param price squared error that a bit is worth */
export function fitFilters(classes: readonly Products[], plane: Plane, price: number): PlaneFilters {
  const groups = mergeClasses(classes, FEATURES[plane], price).filter(({ weights }) => weights !== undefined);
  let best: PlaneFilters = { filters: [], filterOf: new Int16Array(CLASSES).fill(-1) };
  let least = Number.POSITIVE_INFINITY;
  for (let shift = 0; shift <= LARGEST_SHIFT; shift++) {
    const filters = quantised(groups, shift, price);
    const cost = errorOf(groups, filters) + price * bitsOf(filters, plane);
    if (cost >= least) continue;
    least = cost;
    best = filters;
  }
  return best;
}

function quantised(groups: readonly ClassGroup[], shift: number, price: number): PlaneFilters {
  const filterOf = new Int16Array(CLASSES).fill(-1);
  const filters = groups.map(({ classes, products, weights }, index) => {
    for (const own of classes) filterOf[own] = index;
    return quantiseWeights(weights as Float64Array, products, shift, price);
  });
  return { filters, filterOf };
}

function errorOf(groups: readonly ClassGroup[], { filters }: PlaneFilters): number {
  return groups.reduce((sum, { products }, index) => {
    const weights = Float64Array.from(filters[index] ?? [], (weight) => weight / UNIT_WEIGHT);
    return sum + filteredError(products, weights);
  }, 0);
}

function bitsOf(filters: PlaneFilters, plane: Plane): number {
  const counter = new CostCounter();
  writeFilters(counter, filters, plane);
  return counter.bits;
}
