import { apart, WINDOW_ROWS } from './block-difference.ts';
import { byteRows } from './bytes.ts';
import { firstPlace, secondPlace } from './quarter-samples.ts';

/**
 * Absolute differences of a 16x12 window of bytes and of what lies at each of four vectors, all four at once: rows of the
 * window are read once, and nothing is decided on the way.
 * @param window its upper left corner; x and y its place
 * @param a,b,c,d in quarter samples, x in the lower 16 bits, y in the upper
 * @returns their sums in this order
 */
export function fourDifferences(
  window: usize,
  planes: usize,
  x: i32,
  y: i32,
  stride: i32,
  a: u32,
  b: u32,
  c: u32,
  d: u32,
): v128 {
  const step = byteRows(1, stride);
  let a1 = firstPlace(planes, a, x, y, stride, 0);
  let b1 = firstPlace(planes, b, x, y, stride, 0);
  let c1 = firstPlace(planes, c, x, y, stride, 0);
  let d1 = firstPlace(planes, d, x, y, stride, 0);
  let a2 = secondPlace(planes, a, x, y, stride, 0);
  let b2 = secondPlace(planes, b, x, y, stride, 0);
  let c2 = secondPlace(planes, c, x, y, stride, 0);
  let d2 = secondPlace(planes, d, x, y, stride, 0);
  let sumA = i16x8.splat(0);
  let sumB = sumA;
  let sumC = sumA;
  let sumD = sumA;
  // Whole and half samples are no means of two.
  if (((a1 ^ a2) | (b1 ^ b2) | (c1 ^ c2) | (d1 ^ d2)) === 0)
    for (let row: i32 = 0; row < WINDOW_ROWS; row++) {
      const here = v128.load(window);
      sumA = i16x8.add(sumA, apart(here, v128.load(a1)));
      sumB = i16x8.add(sumB, apart(here, v128.load(b1)));
      sumC = i16x8.add(sumC, apart(here, v128.load(c1)));
      sumD = i16x8.add(sumD, apart(here, v128.load(d1)));
      window += step;
      a1 += step;
      b1 += step;
      c1 += step;
      d1 += step;
    }
  else
    for (let row: i32 = 0; row < WINDOW_ROWS; row++) {
      const here = v128.load(window);
      sumA = i16x8.add(sumA, apart(here, i8x16.avgr_u(v128.load(a1), v128.load(a2))));
      sumB = i16x8.add(sumB, apart(here, i8x16.avgr_u(v128.load(b1), v128.load(b2))));
      sumC = i16x8.add(sumC, apart(here, i8x16.avgr_u(v128.load(c1), v128.load(c2))));
      sumD = i16x8.add(sumD, apart(here, i8x16.avgr_u(v128.load(d1), v128.load(d2))));
      window += step;
      a1 += step;
      b1 += step;
      c1 += step;
      d1 += step;
      a2 += step;
      b2 += step;
      c2 += step;
      d2 += step;
    }
  const twoOfAB = twoTotals(sumA, sumB);
  const twoOfCD = twoTotals(sumC, sumD);
  return i32x4.add(
    v128.shuffle<i32>(twoOfAB, twoOfCD, 0, 1, 4, 5),
    v128.shuffle<i32>(twoOfAB, twoOfCD, 2, 3, 6, 7),
  );
}

/** Of each in turn: the sum of its first four lanes, then of its last four. */
function twoTotals(one: v128, other: v128): v128 {
  const ones = i32x4.extadd_pairwise_i16x8_s(one);
  const others = i32x4.extadd_pairwise_i16x8_s(other);
  return i32x4.add(v128.shuffle<i32>(ones, others, 0, 4, 2, 6), v128.shuffle<i32>(ones, others, 1, 5, 3, 7));
}
