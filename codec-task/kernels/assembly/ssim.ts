/** Stabilising constants for sums over 64 samples of 8 bits: K1 = 0.01, K2 = 0.03, L = 255. */
const C1: i32 = 416;
const C2: i32 = 235963;

/**
 * SSIM of two planes over 8x8 windows at a step of 4, each from four 4x4 blocks (Wang, Bovik, Sheikh and Simoncelli 2004,
 * with the uniform window and unbiased variances that video tools use).
 * @param a,b planes with 16 readable bytes behind them, likewise b.
 * @param scratch room for 2 x 4 x (width / 4 + 8) 32-bit sums.
 */
export function ssim(a: usize, b: usize, width: i32, height: i32, scratch: usize): f64 {
  const columns = width >> 2;
  const rows = height >> 2;
  const stride = ((<usize>columns) << 2) + 32;
  let above = scratch;
  let below = scratch + stride * 4;
  let sum: f64 = 0;
  blockSums(a, b, width, columns, above, stride);
  for (let row = 1; row < rows; row++) {
    const at = <usize>(row * 4 * width);
    blockSums(a + at, b + at, width, columns, below, stride);
    for (let column = 0; column < columns - 1; column += 4) {
      const left = (<usize>column) << 2;
      const s1 = windowSums(above + left, below + left);
      const s2 = windowSums(above + stride + left, below + stride + left);
      const squares = windowSums(above + 2 * stride + left, below + 2 * stride + left);
      const products = windowSums(above + 3 * stride + left, below + 3 * stride + left);
      // 64 x 255 squared, twice: 532,684,800, so that all of this is exact in 32 bits.
      const means = i32x4.mul(s1, s2);
      const powers = i32x4.add(i32x4.mul(s1, s1), i32x4.mul(s2, s2));
      const covariance = i32x4.sub(i32x4.shl(products, 6), means);
      const variances = i32x4.sub(i32x4.shl(squares, 6), powers);
      const luminance = i32x4.add(i32x4.shl(means, 1), i32x4.splat(C1));
      const contrast = i32x4.add(i32x4.shl(covariance, 1), i32x4.splat(C2));
      const brightness = i32x4.add(powers, i32x4.splat(C1));
      const spread = i32x4.add(variances, i32x4.splat(C2));
      const left2 = ratios(luminance, contrast, brightness, spread);
      const right2 = ratios(upper(luminance), upper(contrast), upper(brightness), upper(spread));
      const count = columns - 1 - column;
      sum += f64x2.extract_lane(left2, 0);
      if (count > 1) sum += f64x2.extract_lane(left2, 1);
      if (count > 2) sum += f64x2.extract_lane(right2, 0);
      if (count > 3) sum += f64x2.extract_lane(right2, 1);
    }
    const swapped = above;
    above = below;
    below = swapped;
  }
  return sum / <f64>((rows - 1) * (columns - 1));
}

/** Four windows side by side, each of two blocks above and two below. */
function windowSums(above: usize, below: usize): v128 {
  return i32x4.add(
    i32x4.add(v128.load(above), v128.load(above, 4)),
    i32x4.add(v128.load(below), v128.load(below, 4)),
  );
}

/** a b / (c d) of the first two lanes. */
function ratios(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.div(
    f64x2.mul(f64x2.convert_low_i32x4_s(a), f64x2.convert_low_i32x4_s(b)),
    f64x2.mul(f64x2.convert_low_i32x4_s(c), f64x2.convert_low_i32x4_s(d)),
  );
}

function upper(lanes: v128): v128 {
  return v128.shuffle<i64>(lanes, lanes, 1, 0);
}

/**
 * Sums of each 4x4 block in a row of blocks, in four arrays: of a, of b, of the squares of both, of their products. The last
 * four blocks may reach beyond the row; those sums are never used.
 */
function blockSums(a: usize, b: usize, width: i32, columns: i32, out: usize, stride: usize): void {
  for (let column = 0; column < columns; column += 4) {
    let sumsA = i16x8.splat(0);
    let sumsB = i16x8.splat(0);
    let squaresLow = i32x4.splat(0);
    let squaresHigh = i32x4.splat(0);
    let productsLow = i32x4.splat(0);
    let productsHigh = i32x4.splat(0);
    for (let line = 0; line < 4; line++) {
      const at = <usize>(line * width + column * 4);
      const va = v128.load(a + at);
      const vb = v128.load(b + at);
      const lowA = i16x8.extend_low_i8x16_u(va);
      const lowB = i16x8.extend_low_i8x16_u(vb);
      const highA = i16x8.extend_high_i8x16_u(va);
      const highB = i16x8.extend_high_i8x16_u(vb);
      sumsA = i16x8.add(sumsA, i16x8.extadd_pairwise_i8x16_u(va));
      sumsB = i16x8.add(sumsB, i16x8.extadd_pairwise_i8x16_u(vb));
      squaresLow = i32x4.add(
        squaresLow,
        i32x4.add(i32x4.dot_i16x8_s(lowA, lowA), i32x4.dot_i16x8_s(lowB, lowB)),
      );
      squaresHigh = i32x4.add(
        squaresHigh,
        i32x4.add(i32x4.dot_i16x8_s(highA, highA), i32x4.dot_i16x8_s(highB, highB)),
      );
      productsLow = i32x4.add(productsLow, i32x4.dot_i16x8_s(lowA, lowB));
      productsHigh = i32x4.add(productsHigh, i32x4.dot_i16x8_s(highA, highB));
    }
    const to = out + ((<usize>column) << 2);
    v128.store(to, i32x4.extadd_pairwise_i16x8_u(sumsA));
    v128.store(to + stride, i32x4.extadd_pairwise_i16x8_u(sumsB));
    v128.store(to + 2 * stride, pairs(squaresLow, squaresHigh));
    v128.store(to + 3 * stride, pairs(productsLow, productsHigh));
  }
}

/** Sums of neighbouring lanes of two vectors. */
function pairs(low: v128, high: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
}
