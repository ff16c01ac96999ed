import { type AdaptiveBit, PROBABILITY_BITS } from './adaptive-bit.ts';
import type { BitWriter } from './symbols.ts';

const TOP = 2 ** 24;
const CARRY = 2 ** 32;

/**
 * Adaptive binary range coder (Martin 1979, with the carry kept back behind a run of 255s as Subbotin and Pavlov do).
 * Bytes at the end that a decoder reads as zeros anyway are left out.
 */
export class RangeEncoder implements BitWriter {
  readonly #bytes: number[] = [];
  /** Up to 33 bits: exact in a double. */
  #low = 0;
  #range = 2 ** 32 - 1;
  #held = -1;
  #run = 0;

  put(bit: number, model: AdaptiveBit): void {
    const bound = Math.floor(this.#range / 2 ** PROBABILITY_BITS) * model.probabilityOfZero;
    if (bit === 0) this.#range = bound;
    else {
      this.#low += bound;
      this.#range -= bound;
    }
    model.learn(bit);
    this.#shift();
  }

  /** A bit of probability one half. */
  putPlain(bit: number): void {
    this.#range = Math.floor(this.#range / 2);
    if (bit !== 0) this.#low += this.#range;
    this.#shift();
  }

  /** Ends the stream. @returns its bytes */
  finish(): Uint8Array {
    // Of the numbers left in the range, the one with the most zeros at its end.
    let kept = 0;
    for (let bits = 32; bits >= 0; bits--) {
      const unit = 2 ** bits;
      kept = Math.ceil(this.#low / unit) * unit;
      if (kept < this.#low + this.#range) break;
    }
    this.#low = kept;
    for (let byte = 0; byte < 5; byte++) this.#out();
    const bytes = Uint8Array.from(this.#bytes);
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    return bytes.subarray(0, end);
  }

  #shift(): void {
    while (this.#range < TOP) {
      this.#range *= 256;
      this.#out();
    }
  }

  #out(): void {
    const byte = Math.floor(this.#low / TOP);
    if (byte === 255) this.#run++;
    else {
      const carry = byte >> 8;
      if (this.#held >= 0) this.#bytes.push(this.#held + carry);
      for (; this.#run > 0; this.#run--) this.#bytes.push((255 + carry) & 255);
      this.#held = byte & 255;
    }
    this.#low = (this.#low % TOP) * 256;
    if (this.#low >= CARRY) throw new RangeError('the low end of the range exceeds 32 bits');
  }
}
