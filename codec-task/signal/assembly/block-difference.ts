import { rows } from './plane.ts';

/** Rows of a block, and what the window of a wide difference has more on each side. */
const BLOCK: i32 = 8;
const MARGIN: i32 = 2;
const WINDOW: i32 = BLOCK + 2 * MARGIN;

/** Sum of absolute differences of two 8x8 blocks, or anything not below `limit`. */
export function difference(first: usize, second: usize, stride: i32, limit: i32): i32 {
  const step = rows(1, stride);
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < BLOCK; row++) {
    sums = i16x8.add(sums, i16x8.abs(i16x8.sub(v128.load(first), v128.load(second))));
    first += step;
    second += step;
    if (row === 3 && total(sums) >= limit) return limit;
  }
  return total(sums);
}

/** The same over the 12x12 samples around the blocks, which tells motion from chance better. */
export function wideDifference(first: usize, second: usize, stride: i32, limit: i32): i32 {
  const step = rows(1, stride);
  const start = rows(MARGIN, stride) + ((<usize>MARGIN) << 1);
  first -= start;
  second -= start;
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < WINDOW; row++) {
    sums = i16x8.add(sums, i16x8.abs(i16x8.sub(v128.load(first), v128.load(second))));
    const last = i16x8.sub(v128.load64_zero(first, 16), v128.load64_zero(second, 16));
    sums = i16x8.add(sums, i16x8.abs(last));
    first += step;
    second += step;
    if (row === 5 && total(sums) >= limit) return limit;
  }
  return total(sums);
}

/** The same at quarter samples right of and below `second`, interpolated linearly. */
export function wideDifferenceBetween(
  first: usize,
  second: usize,
  fractionX: i32,
  fractionY: i32,
  stride: i32,
  limit: i32,
): i32 {
  const step = rows(1, stride);
  const start = rows(MARGIN, stride) + ((<usize>MARGIN) << 1);
  first -= start;
  second -= start;
  const right = i16x8.splat(<i16>fractionX);
  const left = i16x8.splat(<i16>(4 - fractionX));
  const below = i16x8.splat(<i16>fractionY);
  const above = i16x8.splat(<i16>(4 - fractionY));
  let upper = mixed(v128.load(second), left, v128.load(second, 2), right);
  let upperLast = mixed(v128.load64_zero(second, 16), left, v128.load64_zero(second, 18), right);
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < WINDOW; row++) {
    second += step;
    const lower = mixed(v128.load(second), left, v128.load(second, 2), right);
    const lowerLast = mixed(v128.load64_zero(second, 16), left, v128.load64_zero(second, 18), right);
    sums = i16x8.add(sums, off(v128.load(first), upper, above, lower, below));
    sums = i16x8.add(sums, off(v128.load64_zero(first, 16), upperLast, above, lowerLast, below));
    upper = lower;
    upperLast = lowerLast;
    first += step;
    if (row === 5 && total(sums) >= limit) return limit;
  }
  return total(sums);
}

/** At most 1023 x 4, and of two of these 1023 x 16 = 16,368. */
function mixed(a: v128, weightA: v128, b: v128, weightB: v128): v128 {
  return i16x8.add(i16x8.mul(a, weightA), i16x8.mul(b, weightB));
}

function off(samples: v128, upper: v128, above: v128, lower: v128, below: v128): v128 {
  const sum = mixed(upper, above, lower, below);
  return i16x8.abs(i16x8.sub(samples, i16x8.shr_s(i16x8.add(sum, i16x8.splat(8)), 4)));
}

/** Eight lanes of at most 2 x 12 x 1023. */
function total(sums: v128): i32 {
  const pairs = i32x4.extadd_pairwise_i16x8_s(sums);
  const two = i32x4.add(pairs, v128.shuffle<i64>(pairs, pairs, 1, 0));
  return i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1);
}
