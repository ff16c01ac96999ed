/** Bits of precision of a probability. */
export const PROBABILITY_BITS = 15;
const ONE = 1 << PROBABILITY_BITS;
/** The quicker of the two estimates follows a change within some 16 bits, the slower within some 128. */
const FAST = 4;
const SLOW = 7;

/**
 * The probability that a binary decision is 0, learnt from those before it: the mean of a quick and a slow estimate, as in
 * the arithmetic coder of H.266. Integers only, so that encoder and decoder agree on every machine.
 */
export class AdaptiveBit {
  #fast = ONE >> 1;
  #slow = ONE >> 1;

  /** Of 0, in units of 2^-15; never 0 nor 2^15. */
  get probabilityOfZero(): number {
    const mean = (this.#fast + this.#slow) >> 1;
    return Math.min(ONE - 32, Math.max(32, mean));
  }

  learn(bit: number): void {
    if (bit === 0) {
      this.#fast += (ONE - this.#fast) >> FAST;
      this.#slow += (ONE - this.#slow) >> SLOW;
    } else {
      this.#fast -= this.#fast >> FAST;
      this.#slow -= this.#slow >> SLOW;
    }
  }

  /** Bits that coding this decision now would take; the model is left as it is. */
  cost(bit: number): number {
    const zero = this.probabilityOfZero / ONE;
    return -Math.log2(bit === 0 ? zero : 1 - zero);
  }
}
