import type { Switch } from '../restoration/description.ts';

/** Bits that a block's own switch takes, about. */
const BLOCK_BITS = 0.7;

/**
 * How a plane of a picture is best switched: off, on, or block by block.
 * @param errors of each block: squared error as decoded, and as restored
 * @param price squared error that a bit is worth
 */
export function chooseSwitch(errors: Float64Array, price: number): Switch {
  const flags = new Uint8Array(errors.length / 2);
  let [off, on, mixed] = [0, 0, 0];
  for (let block = 0; block < flags.length; block++) {
    const decoded = errors[2 * block] ?? 0;
    const restored = errors[2 * block + 1] ?? 0;
    flags[block] = restored < decoded ? 1 : 0;
    off += decoded;
    on += restored;
    mixed += Math.min(decoded, restored);
  }
  if (mixed + price * BLOCK_BITS * flags.length < Math.min(off, on)) return flags;
  return on < off ? 'on' : 'off';
}
