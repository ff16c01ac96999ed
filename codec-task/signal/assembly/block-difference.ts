import { byteRows } from './bytes.ts';

/** Rows of the window that blocks of the finest level are compared over, and its place: from 4 left of and 2 above a block. */
export const WINDOW_ROWS: i32 = 12;
export const WINDOW_LEFT: i32 = 4;
export const WINDOW_ABOVE: i32 = 2;

/** Sum of absolute differences of two 8x8 blocks of bytes. */
export function difference(first: usize, second: usize, stride: i32): i32 {
  const two = byteRows(2, stride);
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < 8; row += 2) {
    sums = i16x8.add(sums, apart(twoRows(first, stride), twoRows(second, stride)));
    first += two;
    second += two;
  }
  return total(sums);
}

/**
 * The same over a window of 16x12 bytes, which tells motion from chance better.
 * @param first,second,third upper left corners of the windows
 * @returns the sum, or anything not below `limit`
 */
export function wideDifference(first: usize, second: usize, third: usize, stride: i32, limit: i32): i32 {
  if (second === third) return wideDifferenceOfOne(first, second, stride, limit);
  const step = byteRows(1, stride);
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < WINDOW_ROWS; row++) {
    sums = i16x8.add(sums, apart(v128.load(first), i8x16.avgr_u(v128.load(second), v128.load(third))));
    first += step;
    second += step;
    third += step;
    if (row === 5 && total(sums) >= limit) return limit;
  }
  return total(sums);
}

/** The same of a whole or half sample, which is no mean of two. */
function wideDifferenceOfOne(first: usize, second: usize, stride: i32, limit: i32): i32 {
  const step = byteRows(1, stride);
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < WINDOW_ROWS; row++) {
    sums = i16x8.add(sums, apart(v128.load(first), v128.load(second)));
    first += step;
    second += step;
    if (row === 5 && total(sums) >= limit) return limit;
  }
  return total(sums);
}

function twoRows(at: usize, stride: i32): v128 {
  return v128.load64_lane(at + byteRows(1, stride), v128.load64_zero(at), 1);
}

/** Absolute differences of bytes, added in pairs: at most 510. */
export function apart(a: v128, b: v128): v128 {
  return i16x8.extadd_pairwise_i8x16_u(v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a)));
}

/** Eight lanes of at most 12 x 510. */
function total(sums: v128): i32 {
  const pairs = i32x4.extadd_pairwise_i16x8_s(sums);
  const two = i32x4.add(pairs, v128.shuffle<i64>(pairs, pairs, 1, 0));
  return i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1);
}
