import { PADDING, rows, strideOf } from './plane.ts';

/** Samples around a picture that half-sample planes are made for: what a block that lies beyond it may read. */
const MARGIN: i32 = 40;

/**
 * Makes the three planes between the samples of a plane, by the six taps of H.264 (8.4.2.2.1) in 16 bits: half a sample to
 * the right, half a sample below, and both.
 */
export function halfSamples(
  from: usize,
  width: i32,
  height: i32,
  right: usize,
  below: usize,
  both: usize,
): void {
  const stride = strideOf(width);
  const down = rows(1, stride);
  for (let y: i32 = -MARGIN; y < height + MARGIN; y++) {
    const row = rows(y, stride);
    for (let x: i32 = -PADDING; x < width + PADDING; x += 8) {
      const at = row + ((<usize>x) << 1);
      const own = from + at;
      v128.store(
        below + at,
        between(
          i16x8.add(v128.load(own - 2 * down), v128.load(own + 3 * down)),
          i16x8.add(v128.load(own - down), v128.load(own + 2 * down)),
          i16x8.add(v128.load(own), v128.load(own + down)),
        ),
      );
    }
    for (let x: i32 = -MARGIN; x < width + MARGIN; x += 8) {
      const at = row + ((<usize>x) << 1);
      v128.store(right + at, betweenColumns(from + at));
      v128.store(both + at, betweenColumns(below + at));
    }
  }
}

function betweenColumns(at: usize): v128 {
  return between(
    i16x8.add(v128.load(at - 4), v128.load(at, 6)),
    i16x8.add(v128.load(at - 2), v128.load(at, 4)),
    i16x8.add(v128.load(at), v128.load(at, 2)),
  );
}

/** (outer - 5 middle + 20 inner) / 32 of sums of two samples, in two steps that stay within 16 bits. */
function between(outer: v128, middle: v128, inner: v128): v128 {
  const two = i16x8.splat(2);
  const fourth = i16x8.shr_s(i16x8.add(i16x8.sub(outer, middle), two), 2);
  const sum = i16x8.add(i16x8.sub(fourth, middle), inner);
  const sixteenth = i16x8.add(i16x8.shr_s(i16x8.add(sum, two), 2), inner);
  const half = i16x8.shr_s(i16x8.add(sixteenth, i16x8.splat(1)), 1);
  return i16x8.min_s(i16x8.max_s(half, i16x8.splat(0)), i16x8.splat(1023));
}
