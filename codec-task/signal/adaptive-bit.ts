/** Bits of precision of a probability. */
export const PROBABILITY_BITS = 15;
const ONE = 1 << PROBABILITY_BITS;
/** A decision moves an estimate by the share 2 / (2 n + 3) of the n before it; later by 1/16 or 1/128 at least. */
const FAST = 32;
const SLOW = 256;

/**
 * The probability that a binary decision is 0, learnt from those before it: the mean of a quick and a slow estimate, as in
 * the arithmetic coder of H.266. Both begin as the estimator of Krichevsky and Trofimov (1981) does, so that the first few
 * decisions tell much: many models see no more than those. Integers only, so that encoder and decoder agree on every machine.
 */
export class AdaptiveBit {
  #fast = ONE >> 1;
  #slow = ONE >> 1;
  /** 2 n + 3 after n decisions, as far as it matters. */
  #pace = 3;

  /** Of 0, in units of 2^-15; never 0 nor 2^15. */
  get probabilityOfZero(): number {
    const mean = (this.#fast + this.#slow) >> 1;
    return Math.min(ONE - 32, Math.max(32, mean));
  }

  learn(bit: number): void {
    const goal = bit === 0 ? ONE : 0;
    this.#fast += Math.trunc((2 * (goal - this.#fast)) / Math.min(this.#pace, FAST));
    this.#slow += Math.trunc((2 * (goal - this.#slow)) / Math.min(this.#pace, SLOW));
    if (this.#pace < SLOW) this.#pace += 2;
  }

  /** Bits that coding this decision now would take; the model is left as it is. */
  cost(bit: number): number {
    const zero = this.probabilityOfZero / ONE;
    return -Math.log2(bit === 0 ? zero : 1 - zero);
  }
}
