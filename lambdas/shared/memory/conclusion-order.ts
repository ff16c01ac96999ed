/**
 * Most iterations that wait for one with a later name. With eight arms they make 144 ids, fewer than a summary remembers,
 * so that none that waits passes for one that was counted long ago.
 */
const MOST_WAITING = 16;

/** What an iteration is put in order by. */
export interface Concluded {
  readonly reasoning_id: string;
  readonly outcome: { readonly concluded_at: string } | null;
}

/**
 * Puts iterations that are read by name into the order in which they were concluded. Names begin with the time that the
 * starter's clock told; what an iteration teaches depends on who led when it was concluded, and conclusions follow one
 * another under the lock. Holds only those that wait for another.
 */
export class ConclusionOrder<Iteration extends Concluded> {
  /** Concluded and not yet given out, the earliest last. */
  readonly #left: Iteration[];

  /** @param iterations in the order of their names; those without an outcome are never given out. */
  constructor(iterations: readonly Iteration[]) {
    this.#left = iterations.filter(({ outcome }) => outcome !== null).toSorted(earliestLast);
  }

  /** Those whose turn it is once everything up to a name has been read; each is given out once. */
  *upTo(name: string): Generator<Iteration> {
    for (;;) {
      const next = this.#next(name);
      if (next === undefined) return;
      yield next;
    }
  }

  #next(name: string): Iteration | undefined {
    const earliest = this.#left.at(-1);
    if (earliest === undefined || earliest.reasoning_id <= name) return this.#left.pop();
    const isRead = ({ reasoning_id }: Iteration) => reasoning_id <= name;
    if (this.#left.filter(isRead).length <= MOST_WAITING) return undefined;
    return this.#left.splice(this.#left.findLastIndex(isRead), 1)[0];
  }
}

function earliestLast(a: Concluded, b: Concluded): number {
  const [left, right] = [a, b].map(({ reasoning_id, outcome }) => `${outcome?.concluded_at} ${reasoning_id}`);
  return (left ?? '') < (right ?? '') ? 1 : -1;
}
