/** Samples around a plane on each side, copies of its border. */
export const PADDING: i32 = 48;

/**
 * A plane of 16-bit samples with padding: rows of a multiple of eight samples, so that a row can be written eight samples at
 * a time beyond its width.
 */
export function strideOf(width: i32): i32 {
  return ((width + 7) & ~7) + 2 * PADDING;
}

export function planeBytes(width: i32, height: i32): i32 {
  return strideOf(width) * (height + 2 * PADDING) * 2;
}

/** Address of the first sample in a plane. */
export function originOf(plane: usize, width: i32): usize {
  return plane + ((<usize>(PADDING * strideOf(width) + PADDING)) << 1);
}

export function rows(count: i32, stride: i32): usize {
  return (<usize>(count * stride)) << 1;
}

/** Copies the border of a plane into its padding. */
export function extend(origin: usize, width: i32, height: i32): void {
  const stride = strideOf(width);
  const right = stride - PADDING - width;
  for (let y: i32 = 0; y < height; y++) {
    const row = origin + rows(y, stride);
    const first = load<u16>(row);
    const last = load<u16>(row + ((<usize>(width - 1)) << 1));
    for (let x: i32 = 1; x <= PADDING; x++) store<u16>(row - ((<usize>x) << 1), first);
    for (let x: i32 = 0; x < right; x++) store<u16>(row + ((<usize>(width + x)) << 1), last);
  }
  const bytes = (<usize>stride) << 1;
  const top = origin - ((<usize>PADDING) << 1);
  const bottom = top + rows(height - 1, stride);
  for (let y: i32 = 1; y <= PADDING; y++) {
    memory.copy(top - rows(y, stride), top, bytes);
    memory.copy(bottom + rows(y, stride), bottom, bytes);
  }
}

/** Takes samples without padding: of 8 bits, made 10 by two zeros, or of 10 bits in two bytes, more cut to 1023. */
export function takeSamples(from: usize, bytesEach: i32, origin: usize, width: i32, height: i32): void {
  const stride = strideOf(width);
  for (let y: i32 = 0; y < height; y++) {
    const to = origin + rows(y, stride);
    const row = from + <usize>(y * width * bytesEach);
    let x: i32 = 0;
    for (; x + 8 <= width; x += 8) {
      const samples =
        bytesEach === 1
          ? i16x8.shl(v128.load8x8_u(row + <usize>x), 2)
          : i16x8.min_u(v128.load(row + ((<usize>x) << 1)), i16x8.splat(1023));
      v128.store(to + ((<usize>x) << 1), samples);
    }
    for (; x < width; x++) {
      const sample =
        bytesEach === 1
          ? (<i32>load<u8>(row + <usize>x)) << 2
          : min<i32>(1023, load<u16>(row + ((<usize>x) << 1)));
      store<u16>(to + ((<usize>x) << 1), <u16>sample);
    }
  }
  extend(origin, width, height);
}

/** Half the size in each direction, rounded up: means of 2x2 samples. */
export function halve(from: usize, width: i32, height: i32, to: usize): void {
  const stride = strideOf(width);
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const halfStride = strideOf(halfWidth);
  for (let y: i32 = 0; y < halfHeight; y++) {
    const above = from + rows(2 * y, stride);
    const below = above + rows(1, stride);
    const out = to + rows(y, halfStride);
    for (let x: i32 = 0; x < halfWidth; x += 8) {
      const at = (<usize>x) << 2;
      const left = i16x8.add(v128.load(above + at), v128.load(below + at));
      const right = i16x8.add(v128.load(above + at, 16), v128.load(below + at, 16));
      const low = quarter(i32x4.extadd_pairwise_i16x8_s(left));
      const high = quarter(i32x4.extadd_pairwise_i16x8_s(right));
      v128.store(out + ((<usize>x) << 1), i16x8.narrow_i32x4_s(low, high));
    }
  }
  extend(to, halfWidth, halfHeight);
}

function quarter(sums: v128): v128 {
  return i32x4.shr_s(i32x4.add(sums, i32x4.splat(2)), 2);
}
