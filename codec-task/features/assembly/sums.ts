/** Iterations after which 32-bit lanes are emptied: each adds at most 4 x 255 x 255 = 260,100 to one. */
const FLUSH: i32 = 4096;

/** Sum of n samples. */
export function sampleSum(plane: usize, n: i32): f64 {
  let sums = i64x2.splat(0);
  let i: i32 = 0;
  for (; i + 16 <= n; i += 16) {
    const fours = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v128.load(plane + i)));
    sums = i64x2.add(sums, i64x2.add(i64x2.extend_low_i32x4_u(fours), i64x2.extend_high_i32x4_u(fours)));
  }
  let sum = i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
  for (; i < n; i++) sum += <i64>load<u8>(plane + i);
  return <f64>sum;
}

/** Sum of (a - b) squared over n samples. */
export function differenceSquares(a: usize, b: usize, n: i32): f64 {
  let sum: i64 = 0;
  let lanes = i32x4.splat(0);
  let since: i32 = 0;
  let i: i32 = 0;
  for (; i + 16 <= n; i += 16) {
    const va = v128.load(a + i);
    const vb = v128.load(b + i);
    const low = i16x8.sub(i16x8.extend_low_i8x16_u(va), i16x8.extend_low_i8x16_u(vb));
    const high = i16x8.sub(i16x8.extend_high_i8x16_u(va), i16x8.extend_high_i8x16_u(vb));
    lanes = i32x4.add(lanes, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
    if (++since === FLUSH) {
      sum += laneSum(lanes);
      lanes = i32x4.splat(0);
      since = 0;
    }
  }
  sum += laneSum(lanes);
  for (; i < n; i++) {
    const difference = <i32>load<u8>(a + i) - <i32>load<u8>(b + i);
    sum += <i64>(difference * difference);
  }
  return <f64>sum;
}

function laneSum(lanes: v128): i64 {
  return (
    <i64>i32x4.extract_lane(lanes, 0) +
    <i64>i32x4.extract_lane(lanes, 1) +
    <i64>i32x4.extract_lane(lanes, 2) +
    <i64>i32x4.extract_lane(lanes, 3)
  );
}
