/** How far around a frame's own place another one is looked for. */
const REACH = 8;
/** Another frame is clearly nearer when its squared error is under this share of the own one's: half the error. */
const CLEARLY = 0.25;
/** Mean squared error of block means, in squared sample steps, under which frames are too alike to tell apart. */
const TOO_ALIKE = 2;

/**
 * Finds for each decoded frame the source frame among its neighbours that it clearly resembles more than the one at its own
 * place. Both are given as block means, which coding hardly changes and motion does; at most 17 of each are held.
 */
export class Resemblances {
  readonly #decoded = new Map<number, Float32Array>();
  readonly #source = new Map<number, Float32Array>();
  readonly #found: number[] = [];
  #frames = 0;

  /** The block means of the next decoded frame and of the source frame in its place. */
  add(decoded: Float32Array, source: Float32Array): void {
    this.#decoded.set(this.#frames, decoded);
    this.#source.set(this.#frames, source);
    this.#frames++;
    if (this.#frames > REACH) this.#decide(this.#found.length);
  }

  /** For each frame the index of the source frame that it resembles, its own where no other one is clearly nearer. */
  finish(): readonly number[] {
    while (this.#found.length < this.#frames) this.#decide(this.#found.length);
    return this.#found;
  }

  #decide(index: number): void {
    this.#found.push(this.#nearest(index));
    this.#decoded.delete(index);
    this.#source.delete(index - REACH);
  }

  #nearest(index: number): number {
    const errorTo = (other: number) => meanSquaredError(this.#decoded.get(index), this.#source.get(other));
    const own = errorTo(index);
    if (own < TOO_ALIKE) return index;
    let nearest = { index, error: own * CLEARLY };
    for (let other = index - REACH; other <= index + REACH; other++) {
      const error = other === index ? own : errorTo(other);
      if (error < nearest.error) nearest = { index: other, error };
    }
    return nearest.index;
  }
}

/** Infinite where there is no such frame. */
function meanSquaredError(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += ((a[index] as number) - (b[index] as number)) ** 2;
  return sum / Math.max(1, a.length);
}
