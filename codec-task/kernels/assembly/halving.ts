/**
 * Taken from every sample, which changes no variance: squares then stay under 2^15, and 32-bit floats hold sums of them
 * to a thousandth.
 */
export const OFFSET: f32 = 128;

/** Means of 2x2 samples of 8 bits as 32-bit floats, less the offset; an odd last row or column counts twice. */
export function halveBytes(from: usize, to: usize, width: i32, height: i32): void {
  const half = (width + 1) >> 1;
  for (let row = 0; row < height; row += 2) {
    const upper = from + <usize>(row * width);
    const lower = row + 1 < height ? upper + width : upper;
    const out = to + ((<usize>((row >> 1) * half)) << 2);
    let column = 0;
    for (; column + 8 <= width >> 1; column += 8) {
      const at = (<usize>column) << 1;
      const sums = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(upper + at)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(lower + at)),
      );
      const place = out + ((<usize>column) << 2);
      v128.store(place, quartered(i32x4.extend_low_i16x8_u(sums)));
      v128.store(place, quartered(i32x4.extend_high_i16x8_u(sums)), 16);
    }
    for (; column < half; column++) {
      const left = (<usize>column) << 1;
      const right = min<usize>(left + 1, width - 1);
      const sum =
        <i32>load<u8>(upper + left) +
        <i32>load<u8>(upper + right) +
        <i32>load<u8>(lower + left) +
        <i32>load<u8>(lower + right);
      store<f32>(out + ((<usize>column) << 2), <f32>sum * 0.25 - OFFSET);
    }
  }
}

function quartered(sums: v128): v128 {
  return f32x4.sub(f32x4.mul(f32x4.convert_i32x4_u(sums), f32x4.splat(0.25)), f32x4.splat(OFFSET));
}

/** Means of 2x2 floats; an odd last row or column counts twice. In place or elsewhere. */
export function halve(from: usize, to: usize, width: i32, height: i32): void {
  const half = (width + 1) >> 1;
  for (let row = 0; row < height; row += 2) {
    const upper = from + ((<usize>(row * width)) << 2);
    const lower = row + 1 < height ? upper + ((<usize>width) << 2) : upper;
    const out = to + ((<usize>((row >> 1) * half)) << 2);
    let column = 0;
    for (; column + 4 <= width >> 1; column += 4) {
      const at = (<usize>column) << 3;
      const left = f32x4.add(v128.load(upper + at), v128.load(lower + at));
      const right = f32x4.add(v128.load(upper + at, 16), v128.load(lower + at, 16));
      const sums = f32x4.add(
        v128.shuffle<f32>(left, right, 0, 2, 4, 6),
        v128.shuffle<f32>(left, right, 1, 3, 5, 7),
      );
      v128.store(out + ((<usize>column) << 2), f32x4.mul(sums, f32x4.splat(0.25)));
    }
    for (; column < half; column++) {
      const left = (<usize>column) << 3;
      const right = min<usize>(left + 4, (<usize>(width - 1)) << 2);
      const sum =
        load<f32>(upper + left) +
        load<f32>(lower + left) +
        (load<f32>(upper + right) + load<f32>(lower + right));
      store<f32>(out + ((<usize>column) << 2), sum * 0.25);
    }
  }
}
