/** Stabilising constants for sums over 64 samples of 8 bits: K1 = 0.01, K2 = 0.03, L = 255. */
const C1: f64 = 416;
const C2: f64 = 235963;

/**
 * SSIM of two planes over 8x8 windows at a step of 4, each from four 4x4 blocks (Wang, Bovik, Sheikh and Simoncelli 2004,
 * with the uniform window and unbiased variances that video tools use).
 * @param scratch room for 2 x 4 x (width / 4) 32-bit sums.
 */
export function ssim(a: usize, b: usize, width: i32, height: i32, scratch: usize): f64 {
  const columns = width >> 2;
  const rows = height >> 2;
  const rowBytes = (<usize>columns) << 4;
  let above = scratch;
  let below = scratch + rowBytes;
  let sum: f64 = 0;
  blockSums(a, b, width, columns, above);
  for (let row = 1; row < rows; row++) {
    const at = <usize>(row * 4 * width);
    blockSums(a + at, b + at, width, columns, below);
    for (let column = 0; column < columns - 1; column++) {
      const left = (<usize>column) << 4;
      // One vector holds a block's four sums: of a, of b, of squares, of products.
      const window = i32x4.add(
        i32x4.add(v128.load(above + left), v128.load(above + left, 16)),
        i32x4.add(v128.load(below + left), v128.load(below + left, 16)),
      );
      const s1 = <f64>i32x4.extract_lane(window, 0);
      const s2 = <f64>i32x4.extract_lane(window, 1);
      const squares = <f64>i32x4.extract_lane(window, 2);
      const products = <f64>i32x4.extract_lane(window, 3);
      const variances = squares * 64 - s1 * s1 - s2 * s2;
      const covariance = products * 64 - s1 * s2;
      sum += ((2 * s1 * s2 + C1) * (2 * covariance + C2)) / ((s1 * s1 + s2 * s2 + C1) * (variances + C2));
    }
    const swapped = above;
    above = below;
    below = swapped;
  }
  return sum / <f64>((rows - 1) * (columns - 1));
}

/** The four sums of each 4x4 block in a row of blocks. */
function blockSums(a: usize, b: usize, width: i32, columns: i32, out: usize): void {
  for (let column = 0; column < columns; column++) {
    let both = i32x4.splat(0);
    let squares = i32x4.splat(0);
    let products = i32x4.splat(0);
    for (let line = 0; line < 4; line++) {
      const at = <usize>(line * width + column * 4);
      // Four samples of a, then four of b, as 16-bit lanes.
      const samples = i16x8.extend_low_i8x16_u(
        i32x4.replace_lane(i32x4.splat(<i32>load<u32>(a + at)), 1, <i32>load<u32>(b + at)),
      );
      const swapped = v128.shuffle<i64>(samples, samples, 1, 0);
      both = i32x4.add(both, i32x4.extadd_pairwise_i16x8_u(samples));
      squares = i32x4.add(squares, i32x4.dot_i16x8_s(samples, samples));
      products = i32x4.add(products, i32x4.dot_i16x8_s(samples, swapped));
    }
    const halves = i32x4.add(squares, v128.shuffle<i64>(squares, squares, 1, 0));
    store<i32>(out, i32x4.extract_lane(both, 0) + i32x4.extract_lane(both, 1));
    store<i32>(out, i32x4.extract_lane(both, 2) + i32x4.extract_lane(both, 3), 4);
    store<i32>(out, i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1), 8);
    store<i32>(out, i32x4.extract_lane(products, 0) + i32x4.extract_lane(products, 1), 12);
    out += 16;
  }
}
