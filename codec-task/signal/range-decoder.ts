import { type AdaptiveBit, PROBABILITY_BITS } from './adaptive-bit.ts';
import type { BitReader } from './symbols.ts';

const TOP = 2 ** 24;

/** Reads what {@link RangeEncoder} wrote; behind the end come zeros, as the encoder assumed. */
export class RangeDecoder implements BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #range = 2 ** 32 - 1;
  #code = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (let byte = 0; byte < 4; byte++) this.#take();
  }

  get(model: AdaptiveBit): number {
    const bound = Math.floor(this.#range / 2 ** PROBABILITY_BITS) * model.probabilityOfZero;
    const bit = this.#split(bound);
    model.learn(bit);
    return bit;
  }

  getPlain(): number {
    const half = Math.floor(this.#range / 2);
    const bit = this.#code < half ? 0 : 1;
    this.#range = half;
    if (bit === 1) this.#code -= half;
    this.#fill();
    return bit;
  }

  #split(bound: number): number {
    const bit = this.#code < bound ? 0 : 1;
    if (bit === 0) this.#range = bound;
    else {
      this.#code -= bound;
      this.#range -= bound;
    }
    this.#fill();
    return bit;
  }

  #fill(): void {
    while (this.#range < TOP) {
      this.#range *= 256;
      this.#take();
    }
  }

  #take(): void {
    this.#code = (this.#code % TOP) * 256 + (this.#bytes[this.#at] ?? 0);
    this.#at++;
  }
}
