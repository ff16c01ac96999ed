import { PADDING, rows, strideOf } from './plane.ts';

/** Planes of 8 bits that motion is searched in: of the same stride and padding as those of 16, half as large. */
export function byteRows(count: i32, stride: i32): usize {
  return <usize>(count * stride);
}

export function byteOrigin(plane: usize, width: i32): usize {
  return plane + <usize>(PADDING * strideOf(width) + PADDING);
}

/** 10 bits to 8, rounded, with all padding. */
export function toBytes(from: usize, width: i32, height: i32, to: usize): void {
  const stride = strideOf(width);
  const two = i16x8.splat(2);
  for (let y: i32 = -PADDING; y < height + PADDING; y++)
    for (let x: i32 = -PADDING; x < stride - PADDING; x += 8) {
      const samples = v128.load(from + rows(y, stride) + ((<usize>x) << 1));
      const bytes = i16x8.shr_u(i16x8.add(samples, two), 2);
      v128.store64_lane(to + byteRows(y, stride) + <usize>x, i8x16.narrow_i16x8_u(bytes, bytes), 0);
    }
}
