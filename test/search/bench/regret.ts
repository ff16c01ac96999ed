/** What one search came to: the best value after each evaluation. */
export interface Trace {
  readonly best: readonly number[];
}

/** The best value so far after each evaluation. */
export function traceOf(values: readonly number[]): Trace {
  let best = Number.POSITIVE_INFINITY;
  return {
    best: values.map((value) => {
      best = Math.min(best, value);
      return best;
    }),
  };
}

/** Evaluations until the best is within a margin of the best known; infinite where it never is. */
export function evaluationsToReach({ best }: Trace, known: number, margin: number): number {
  const index = best.findIndex((value) => value <= known + margin);
  return index === -1 ? Number.POSITIVE_INFINITY : index + 1;
}

/** Mean regret over the first evaluations: the area under the regret curve, divided by their number. */
export function meanRegret({ best }: Trace, known: number, evaluations: number): number {
  const last = best.at(-1) ?? Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let index = 0; index < evaluations; index++) sum += (best[index] ?? last) - known;
  return sum / evaluations;
}

/** Quartiles by linear interpolation between order statistics. */
export function quartiles(values: readonly number[]): readonly [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
    return low === high ? low : low + (high - low) * (place - Math.floor(place));
  };
  return [at(0.25), at(0.5), at(0.75)];
}
