import type { AdaptiveBit } from './adaptive-bit.ts';
import type { BitWriter } from './symbols.ts';

/** Counts the bits that decisions would take, learning as the coder does, without writing any. */
export class CostCounter implements BitWriter {
  bits = 0;

  put(bit: number, model: AdaptiveBit): void {
    this.bits += model.cost(bit);
    model.learn(bit);
  }

  putPlain(): void {
    this.bits++;
  }
}
