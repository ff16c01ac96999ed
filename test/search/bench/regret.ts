/** One evaluation as a search made it. */
export interface Evaluated {
  /** Percent. */
  readonly bdRate: number;
  readonly cpuSeconds: number;
}

/** Evaluations until the best is within a margin of the best known; infinite where it never is. */
export function evaluationsToReach(trace: readonly Evaluated[], known: number, margin: number): number {
  const index = trace.findIndex(({ bdRate }) => bdRate <= known + margin);
  return index === -1 ? Number.POSITIVE_INFINITY : index + 1;
}

/** The evaluations that a budget pays for; one that it pays for in part is left out. */
export function withinBudget<Each extends Evaluated>(trace: readonly Each[], cpuSeconds: number): Each[] {
  let spent = 0;
  return trace.filter((each) => {
    spent += each.cpuSeconds;
    // Sums of the same seconds in another order differ in the last digits.
    return spent <= cpuSeconds * (1 + 1e-9);
  });
}

/**
 * Area under the regret curve over the CPU seconds of a budget, divided by the budget: points of BD-rate that the best so
 * far lies off the best known on average. While an evaluation runs the best before it counts, and while the first runs, its own.
 */
export function meanRegret(trace: readonly Evaluated[], known: number, cpuSeconds: number): number {
  const paid = withinBudget(trace, cpuSeconds);
  let best = paid[0]?.bdRate ?? Number.POSITIVE_INFINITY;
  let [area, spent] = [0, 0];
  for (const each of paid) {
    area += (best - known) * each.cpuSeconds;
    spent += each.cpuSeconds;
    best = Math.min(best, each.bdRate);
  }
  return (area + (best - known) * (cpuSeconds - spent)) / cpuSeconds;
}

/** Quartiles by linear interpolation between order statistics; infinite values sort last. */
export function quartiles(values: readonly number[]): readonly [number, number, number] {
  const sorted = values.toSorted((a, b) => (a === b ? 0 : a - b));
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
    const part = place - Math.floor(place);
    return low === high || part === 0 ? low : low + (high - low) * part;
  };
  return [at(0.25), at(0.5), at(0.75)];
}
