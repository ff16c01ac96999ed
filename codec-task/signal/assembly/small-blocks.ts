import { apart } from './block-difference.ts';
import { blocksAlong, vectorAt } from './blocks.ts';
import { byteRows } from './bytes.ts';
import { strideOf } from './plane.ts';
import { firstPlace, secondPlace } from './quarter-samples.ts';

/** What leaving the vector of the 8x8 block must save, in absolute differences of 8 bits. */
const STAY: i32 = 12;
/** Samples around a 4x4 block that its differences are taken over too. */
const MARGIN: i32 = 2;
/** Rows of 4x4 samples that the windows of the four blocks in an 8x8 block are made of, two each. */
const CELL: i32 = 4;

/** Window around the 8x8 block that vectors are chosen for. */
let window: usize = 0;
let reference: usize = 0;
let stride: i32 = 0;
let windowX: i32 = 0;
let windowY: i32 = 0;

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
      windowX = 8 * column - MARGIN;
      windowY = 8 * line - MARGIN;
      window = plane + byteRows(windowY, stride) + <usize>windowX;
      const isSame = left === own && right === own && above === own && below === own;
      const chosen = isSame ? i32x4.splat(own) : best(own, left, right, above, below);
      v128.store64_lane(vectorAt(small, 2 * columns, 2 * column, 2 * line), chosen, 0);
      v128.store64_lane(vectorAt(small, 2 * columns, 2 * column, 2 * line + 1), chosen, 1);
    }
}

/** Vectors of the four blocks, row by row. */
function best(own: u32, left: u32, right: u32, above: u32, below: u32): v128 {
  const stays = differences(own);
  const leftOff = left === own ? stays : differences(left);
  const rightOff = right === own ? stays : differences(right);
  const aboveOff = above === own ? stays : above === left ? leftOff : differences(above);
  const belowOff = below === own ? stays : below === right ? rightOff : differences(below);
  const beside = v128.shuffle<i32>(leftOff, rightOff, 0, 5, 2, 7);
  const over = v128.shuffle<i32>(aboveOff, belowOff, 0, 1, 6, 7);
  const stay = i32x4.sub(stays, i32x4.splat(STAY));
  const isBeside = i32x4.lt_s(beside, stay);
  const isOver = i32x4.lt_s(over, i32x4.min_s(stay, beside));
  const besides = v128.shuffle<i32>(i32x4.splat(left), i32x4.splat(right), 0, 5, 2, 7);
  const overs = v128.shuffle<i32>(i32x4.splat(above), i32x4.splat(below), 0, 1, 6, 7);
  return v128.bitselect(overs, v128.bitselect(besides, i32x4.splat(own), isBeside), isOver);
}

/** Absolute differences over the 8x8 samples around each of the four blocks, which share most of 12x12. */
function differences(vector: u32): v128 {
  const first = firstPlace(reference, vector, windowX, windowY, stride, 0);
  const second = secondPlace(reference, vector, windowX, windowY, stride, 0);
  // A whole or half sample is no mean of two.
  const isOne = first === second;
  const middle = isOne ? cellRowOfOne(first, 1) : cellRow(first, second, 1);
  const upper = i32x4.add(isOne ? cellRowOfOne(first, 0) : cellRow(first, second, 0), middle);
  const lower = i32x4.add(middle, isOne ? cellRowOfOne(first, 2) : cellRow(first, second, 2));
  // Cells 0 and 1 make the left block, 1 and 2 the right one.
  return i32x4.add(v128.shuffle<i32>(upper, lower, 0, 1, 4, 5), v128.shuffle<i32>(upper, lower, 1, 2, 5, 6));
}

/** Absolute differences of each 4x4 cell of a row of them. */
function cellRow(first: usize, second: usize, row: i32): v128 {
  const step = byteRows(1, stride);
  const offset = byteRows(CELL * row, stride);
  let here = window + offset;
  let one = first + offset;
  let two = second + offset;
  let sums = i16x8.splat(0);
  for (let line: i32 = 0; line < CELL; line++) {
    sums = i16x8.add(sums, apart(v128.load(here), i8x16.avgr_u(v128.load(one), v128.load(two))));
    here += step;
    one += step;
    two += step;
  }
  return i32x4.extadd_pairwise_i16x8_s(sums);
}

function cellRowOfOne(first: usize, row: i32): v128 {
  const step = byteRows(1, stride);
  const offset = byteRows(CELL * row, stride);
  let here = window + offset;
  let one = first + offset;
  let sums = i16x8.splat(0);
  for (let line: i32 = 0; line < CELL; line++) {
    sums = i16x8.add(sums, apart(v128.load(here), v128.load(one)));
    here += step;
    one += step;
  }
  return i32x4.extadd_pairwise_i16x8_s(sums);
}
