import { bestWeights } from './best-weights.ts';
import { addProducts, filteredError, type Products, unfilteredError } from './class-products.ts';
import { weightBits } from './weight-bits.ts';

/** Classes that share a filter, or have none. */
export interface ClassGroup {
  readonly classes: readonly number[];
  readonly products: Products;
  /** 1: the whole feature; undefined: no filter is worth its bits. */
  readonly weights: Float64Array | undefined;
  /** Squared error and the price of its bits. */
  readonly cost: number;
}

/**
 * Groups classes so that squared error and bits of all filters cost least: begins with a filter for each class and merges
 * the two groups that gain most by it, as long as any do (greedy agglomeration by rate-distortion cost, as encoders do for
 * the adaptive loop filter of H.266).
 * @param price squared error that a bit is worth
 */
export function mergeClasses(classes: readonly Products[], features: number, price: number): ClassGroup[] {
  const groups = classes
    .map((products, index) => group([index], products, features, price))
    .filter(({ products }) => unfilteredError(products) > 0);
  const merged: (ClassGroup | undefined)[] = [...groups];
  const pairs = new Map<string, ClassGroup>();
  const gainOf = (a: number, b: number) => {
    const [first, second] = [merged[a] as ClassGroup, merged[b] as ClassGroup];
    const key = `${a} ${b}`;
    const both =
      pairs.get(key) ??
      group(
        [...first.classes, ...second.classes],
        addProducts(first.products, second.products),
        features,
        price,
      );
    pairs.set(key, both);
    return first.cost + second.cost - both.cost;
  };
  for (;;) {
    let best = 0;
    let found: readonly [number, number] | undefined;
    for (let a = 0; a < merged.length; a++)
      for (let b = a + 1; b < merged.length; b++) {
        if (merged[a] === undefined || merged[b] === undefined) continue;
        const gain = gainOf(a, b);
        if (gain <= best) continue;
        best = gain;
        found = [a, b];
      }
    if (found === undefined) return merged.filter((each) => each !== undefined);
    const [a, b] = found;
    merged.push(pairs.get(`${a} ${b}`));
    merged[a] = undefined;
    merged[b] = undefined;
  }
}

function group(classes: readonly number[], products: Products, features: number, price: number): ClassGroup {
  const weights = bestWeights(products, features);
  const cost = filteredError(products, weights) + price * weightBits(weights);
  const without = unfilteredError(products);
  return cost < without
    ? { classes, products, weights, cost }
    : { classes, products, weights: undefined, cost: without };
}
