import { CostCounter } from '../../../signal/cost-counter.ts';
import { type FilterShape, type PlaneFilters, UNIT_WEIGHT } from '../restoration/description.ts';
import { LARGEST_SHIFT, writeFilters } from '../restoration/filter-coding.ts';
import { filteredError, type Products } from './class-products.ts';
import { type ClassGroup, mergeClasses } from './merge-classes.ts';
import { quantiseWeights } from './quantise-weights.ts';

/** The filters whose squared error and bits cost least. @param price squared error that a bit is worth */
export function fitFilters(classes: readonly Products[], shape: FilterShape, price: number): PlaneFilters {
  const groups = mergeClasses(classes, shape.features, price).filter(({ weights }) => weights !== undefined);
  let best: PlaneFilters = { filters: [], filterOf: new Int16Array(shape.classes).fill(-1) };
  let least = Number.POSITIVE_INFINITY;
  for (let shift = 0; shift <= LARGEST_SHIFT; shift++) {
    const filters = quantised(groups, shape, shift, price);
    const cost = errorOf(groups, filters) + price * bitsOf(filters, shape);
    if (cost >= least) continue;
    least = cost;
    best = filters;
  }
  return best;
}

function quantised(
  groups: readonly ClassGroup[],
  { classes: count }: FilterShape,
  shift: number,
  price: number,
): PlaneFilters {
  const filterOf = new Int16Array(count).fill(-1);
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

function bitsOf(filters: PlaneFilters, shape: FilterShape): number {
  const counter = new CostCounter();
  writeFilters(counter, filters, shape);
  return counter.bits;
}
