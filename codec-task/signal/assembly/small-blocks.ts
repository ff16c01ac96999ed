import { differenceBetween } from './block-difference.ts';
import { blocksAlong, vectorAt } from './blocks.ts';
import { byteRows } from './bytes.ts';
import { strideOf } from './plane.ts';
import { firstPlace, secondPlace } from './quarter-samples.ts';

/** What leaving the vector of the 8x8 block must save, in absolute differences of 8 bits. */
const STAY: i32 = 12;

/** Samples around a block that its differences are taken over too. */
const MARGIN: i32 = 2;

/** Of the block that a vector is chosen for. */
let block: usize = 0;
let reference: usize = 0;
let stride: i32 = 0;
let blockX: i32 = 0;
let blockY: i32 = 0;

/**
 * Gives each 4x4 block the vector of the 8x8 block that it is a quarter of, or of the one beside it or above or below it that
 * fits the 8x8 samples around it best.
 * @param current,other origins of the luma and of what lies right of, below and between its samples, bytes
 */
export function splitBlocks(
  current: usize,
  other: usize,
  width: i32,
  height: i32,
  field: usize,
  small: usize,
): void {
  const columns = blocksAlong(width);
  const lines = blocksAlong(height);
  const plane = <usize>load<u32>(current);
  stride = strideOf(width);
  reference = other;
  for (let line: i32 = 0; line < lines; line++)
    for (let column: i32 = 0; column < columns; column++) {
      const own = load<u32>(vectorAt(field, columns, column, line));
      const left = load<u32>(vectorAt(field, columns, max<i32>(0, column - 1), line));
      const right = load<u32>(vectorAt(field, columns, min<i32>(columns - 1, column + 1), line));
      const above = load<u32>(vectorAt(field, columns, column, max<i32>(0, line - 1)));
      const below = load<u32>(vectorAt(field, columns, column, min<i32>(lines - 1, line + 1)));
      for (let part: i32 = 0; part < 4; part++) {
        const x = 2 * column + (part & 1);
        const y = 2 * line + (part >> 1);
        blockX = 4 * x - MARGIN;
        blockY = 4 * y - MARGIN;
        block = plane + byteRows(blockY, stride) + <usize>blockX;
        const chosen = best(own, (part & 1) === 0 ? left : right, part < 2 ? above : below);
        store<u32>(vectorAt(small, 2 * columns, x, y), chosen);
      }
    }
}

function best(own: u32, beside: u32, over: u32): u32 {
  if (beside === own && over === own) return own;
  let chosen = own;
  let least = apart(own) - STAY;
  if (beside !== own) {
    const cost = apart(beside);
    if (cost < least) {
      least = cost;
      chosen = beside;
    }
  }
  return over !== own && over !== beside && apart(over) < least ? over : chosen;
}

function apart(vector: u32): i32 {
  return differenceBetween(
    block,
    firstPlace(reference, vector, blockX, blockY, stride, 0),
    secondPlace(reference, vector, blockX, blockY, stride, 0),
    stride,
  );
}
