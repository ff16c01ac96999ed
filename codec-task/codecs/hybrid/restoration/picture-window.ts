/** Places of a picture's neighbours in the ring of slots. */
export interface Neighbours {
  readonly index: number;
  readonly current: number;
  readonly before: number;
  readonly after: number;
  readonly farBefore: number;
  readonly farAfter: number;
}

/** Slots of the ring: a picture and two on each side. The one behind them holds a picture between two. */
export const SLOTS = 5;
const REACH = 2;

/**
 * Which pictures can be restored when so many have come in, each once, in order. Where a neighbour does not exist, the one as
 * far away on the other side stands in, else the nearest there is.
 * @param arrived number of pictures that lie in slots, each in that of its index modulo {@link SLOTS}
 * @param isEnd whether no more will come
 */
export function* readyPictures(done: number, arrived: number, isEnd: boolean): Generator<Neighbours> {
  const end = isEnd ? arrived : arrived - REACH;
  for (let index = done; index < end; index++) {
    const exists = (at: number) => at >= 0 && at < arrived;
    const at = (offset: number) => {
      const candidates = [
        index + offset,
        index - offset,
        index + Math.sign(offset),
        index - Math.sign(offset),
      ];
      return (candidates.find(exists) ?? index) % SLOTS;
    };
    yield {
      index,
      current: index % SLOTS,
      before: at(-1),
      after: at(1),
      farBefore: at(-REACH),
      farAfter: at(REACH),
    };
  }
}

/**
 * Neighbours of the picture between a decoded one and the next: both, and those beyond them; where one of these does not
 * exist, the other stands in, else the nearest there is.
 * @param arrived number of pictures that lie in slots; the next has
 */
export function neighboursBetween(index: number, arrived: number): Neighbours {
  const exists = (at: number) => at >= 0 && at < arrived;
  const firstOf = (...candidates: number[]) => (candidates.find(exists) ?? index) % SLOTS;
  return {
    index,
    current: SLOTS,
    before: index % SLOTS,
    after: (index + 1) % SLOTS,
    farBefore: firstOf(index - 1, index + 2),
    farAfter: firstOf(index + 2, index - 1, index + 1),
  };
}
