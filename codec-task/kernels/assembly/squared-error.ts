/** Iterations after which the 32-bit lanes are emptied: each adds at most 4 x 255 x 255 = 260,100 to one. */
const FLUSH: i32 = 4096;

/** Exact sum of squared differences of n samples. */
export function squaredError(a: usize, b: usize, n: i32): f64 {
  let sum: u64 = 0;
  let lanes = i32x4.splat(0);
  let i: i32 = 0;
  let since: i32 = 0;
  for (; i + 16 <= n; i += 16) {
    const va = v128.load(a + i);
    const vb = v128.load(b + i);
    const low = i16x8.sub(i16x8.extend_low_i8x16_u(va), i16x8.extend_low_i8x16_u(vb));
    const high = i16x8.sub(i16x8.extend_high_i8x16_u(va), i16x8.extend_high_i8x16_u(vb));
    lanes = i32x4.add(lanes, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
    if (++since === FLUSH) {
      sum += total(lanes);
      lanes = i32x4.splat(0);
      since = 0;
    }
  }
  sum += total(lanes);
  for (; i < n; i++) {
    const difference = <i32>load<u8>(a + i) - <i32>load<u8>(b + i);
    sum += <u64>(difference * difference);
  }
  return <f64>sum;
}

function total(lanes: v128): u64 {
  return (
    <u64>i32x4.extract_lane(lanes, 0) +
    <u64>i32x4.extract_lane(lanes, 1) +
    <u64>i32x4.extract_lane(lanes, 2) +
    <u64>i32x4.extract_lane(lanes, 3)
  );
}
