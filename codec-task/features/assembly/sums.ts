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
