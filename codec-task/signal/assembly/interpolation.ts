import { rows } from './plane.ts';

/** Taps at eighth samples, sums of 64 (H.265, 8.5.3.3.3.2, chroma). */
const EIGHTHS = memory.data<i16>([
  0, 64, 0, 0, -2, 58, 10, -2, -4, 54, 16, -2, -6, 46, 28, -4, -4, 36, 36, -4, -4, 28, 46, -6, -2, 16, 54, -4,
  -2, 10, 58, -2,
]);
const TAPS: i32 = 4;
/** Most rows of a block. */
const MOST_ROWS: i32 = 8;
/** Rows of eight samples between the two passes. */
const BETWEEN = memory.data((MOST_ROWS + TAPS - 1) * 16);

/**
 * A block of eight columns of a plane at a place in eighths of a sample, by separable filters: horizontally to 14 bits, then
 * vertically back to 10. Exact in integers.
 * @param at address of the whole-sample place of its first sample
 * @param height at most 8
 */
export function interpolate(
  at: usize,
  stride: i32,
  fractionX: i32,
  fractionY: i32,
  height: i32,
  to: usize,
  toStride: i32,
): void {
  if ((fractionX | fractionY) === 0) {
    for (let y: i32 = 0; y < height; y++) v128.store(to + rows(y, toStride), v128.load(at + rows(y, stride)));
    return;
  }
  const horizontal = EIGHTHS + rows(fractionX, TAPS);
  const vertical = EIGHTHS + rows(fractionY, TAPS);
  const top = at - rows(1, stride) - 2;
  for (let y: i32 = 0; y < height + TAPS - 1; y++) {
    const row = top + rows(y, stride);
    let low = i32x4.splat(0);
    let high = i32x4.splat(0);
    for (let tap: i32 = 0; tap < TAPS; tap += 2) {
      const first = v128.load(row + ((<usize>tap) << 1));
      const second = v128.load(row + ((<usize>tap) << 1), 2);
      const weights = i32x4.splat(load<i32>(horizontal + ((<usize>tap) << 1)));
      low = i32x4.add(low, i32x4.dot_i16x8_s(lowPairs(first, second), weights));
      high = i32x4.add(high, i32x4.dot_i16x8_s(highPairs(first, second), weights));
    }
    // Gain 64 less two bits: 10 bits become 14.
    v128.store(BETWEEN + rows(y, 8), i16x8.narrow_i32x4_s(i32x4.shr_s(low, 2), i32x4.shr_s(high, 2)));
  }
  for (let y: i32 = 0; y < height; y++) {
    let low = i32x4.splat(1 << 9);
    let high = low;
    for (let tap: i32 = 0; tap < TAPS; tap += 2) {
      const first = v128.load(BETWEEN + rows(y + tap, 8));
      const second = v128.load(BETWEEN + rows(y + tap + 1, 8));
      const weights = i32x4.splat(load<i32>(vertical + ((<usize>tap) << 1)));
      low = i32x4.add(low, i32x4.dot_i16x8_s(lowPairs(first, second), weights));
      high = i32x4.add(high, i32x4.dot_i16x8_s(highPairs(first, second), weights));
    }
    const samples = i16x8.narrow_i32x4_s(i32x4.shr_s(low, 10), i32x4.shr_s(high, 10));
    v128.store(to + rows(y, toStride), clipped(samples));
  }
}

/** First and second of each of the first four lanes side by side. */
export function lowPairs(first: v128, second: v128): v128 {
  return v128.shuffle<i16>(first, second, 0, 8, 1, 9, 2, 10, 3, 11);
}

export function highPairs(first: v128, second: v128): v128 {
  return v128.shuffle<i16>(first, second, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** To the range of 10 bits. */
export function clipped(samples: v128): v128 {
  return i16x8.min_s(i16x8.max_s(samples, i16x8.splat(0)), i16x8.splat(1023));
}
