/** Side of a block in samples. */
const SIDE: i32 = 16;

/** Mean of each whole 16x16 block of a plane, row by row, as 32-bit floats. */
export function blockMeans(plane: usize, width: i32, height: i32, to: usize): void {
  for (let row = 0; row + SIDE <= height; row += SIDE)
    for (let column = 0; column + SIDE <= width; column += SIDE) {
      let sums = i32x4.splat(0);
      for (let line = 0; line < SIDE; line++) {
        const samples = v128.load(plane + <usize>((row + line) * width + column));
        sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(samples)));
      }
      const sum =
        i32x4.extract_lane(sums, 0) +
        i32x4.extract_lane(sums, 1) +
        i32x4.extract_lane(sums, 2) +
        i32x4.extract_lane(sums, 3);
      store<f32>(to, <f32>sum / <f32>(SIDE * SIDE));
      to += 4;
    }
}
