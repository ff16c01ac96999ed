import { OFFSET } from './halving';

/** Stabilising constants: (0.01 x 255)^2 and (0.03 x 255)^2. */
const C1: f32 = 6.5025;
const C2: f32 = 58.5225;
/** Side of the Gaussian window. */
const TAPS: i32 = 11;
/** Row buffers: two planes, sum of squares and products. */
const KINDS: i32 = 4;
/** Outputs of a tile in a row: its ring of rows, 11 x 4 x 138 floats, is 24 KB and stays in the nearest cache. */
const TILE: i32 = 124;
/** Bytes of a buffered row: a tile with the window's overhang, in whole groups of four and one more. */
const STRIDE: usize = (<usize>(TILE + TAPS - 1 + 6) & ~3) << 2;

// Gaussian of standard deviation 1.5, normalised to 1; symmetric, so six values tell all eleven.
const W0: f32 = 0.0010283801;
const W1: f32 = 0.0075987581;
const W2: f32 = 0.0360007721;
const W3: f32 = 0.1093606895;
const W4: f32 = 0.2130055377;
const W5: f32 = 0.2660117249;

/** Of the last call for the coarsest scale: mean of luminance times contrast times structure. */
export let lastSsim: f64 = 0;
/** Of the last call: mean of contrast times structure. */
export let lastContrast: f64 = 0;

/** {@link compareScale} of planes of 8 bits, the finest scale. */
export function compareBytes(
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  scratch: usize,
  coarsest: bool,
): void {
  compareScale<u8>(a, b, width, height, scratch, coarsest);
}

/** {@link compareScale} of planes of floats, each less the offset. */
export function compareFloats(
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  scratch: usize,
  coarsest: bool,
): void {
  compareScale<f32>(a, b, width, height, scratch, coarsest);
}

/**
 * The contrast part of SSIM on one scale, over the region where the Gaussian window fits (Wang, Simoncelli and Bovik
 * 2003), left in `lastContrast`; on the coarsest scale, which alone counts luminance, all of SSIM too, in `lastSsim`.
 * @param a,b planes with 16 readable bytes behind them, likewise b.
 * @param scratch room for 12 x 4 rows of 144 floats.
 */
function compareScale<Sample>(
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  scratch: usize,
  coarsest: bool,
): void {
  const outputs = width - TAPS + 1;
  let ssimSum: f64 = 0;
  let contrastSum: f64 = 0;
  for (let left = 0; left < outputs; left += TILE) {
    const tile = min<i32>(TILE, outputs - left);
    const from = <usize>left * sizeof<Sample>();
    compareTile<Sample>(a + from, b + from, width, height, tile, scratch, coarsest);
    ssimSum += lastSsim;
    contrastSum += lastContrast;
  }
  const count = <f64>outputs * <f64>(height - TAPS + 1);
  lastSsim = ssimSum / count;
  lastContrast = contrastSum / count;
}

/** Sums over a tile's outputs, left in `lastContrast` and `lastSsim`. */
function compareTile<Sample>(
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  outputs: i32,
  ring: usize,
  coarsest: bool,
): void {
  const wide = outputs + TAPS - 1;
  const filtered = ring + STRIDE * KINDS * TAPS;
  const step = <usize>width * sizeof<Sample>();
  for (let row = 0; row < TAPS - 1; row++)
    products<Sample>(a + step * row, b + step * row, wide, ring + STRIDE * KINDS * row);
  let ssimSum: f64 = 0;
  let contrastSum: f64 = 0;
  for (let row = TAPS - 1; row < height; row++) {
    products<Sample>(a + step * row, b + step * row, wide, ring + STRIDE * KINDS * (row % TAPS));
    for (let kind = 0; kind < KINDS; kind++) filterRows(ring, kind, row, wide, filtered + STRIDE * kind);
    let ssims = f32x4.splat(0);
    let contrasts = f32x4.splat(0);
    for (let column = 0; column < outputs; column += 4) {
      const at = filtered + ((<usize>column) << 2);
      const count = min<i32>(4, outputs - column);
      const x = filterColumns(at);
      const y = filterColumns(at + STRIDE);
      const cs = contrast(x, y, filterColumns(at + 2 * STRIDE), filterColumns(at + 3 * STRIDE));
      if (count === 4) {
        contrasts = f32x4.add(contrasts, cs);
        if (coarsest) ssims = f32x4.add(ssims, f32x4.mul(luminance(x, y), cs));
      } else {
        contrastSum += <f64>sumOf(cs, count);
        if (coarsest) ssimSum += <f64>sumOf(f32x4.mul(luminance(x, y), cs), count);
      }
    }
    ssimSum += <f64>sumOf(ssims, 4);
    contrastSum += <f64>sumOf(contrasts, 4);
  }
  lastSsim = ssimSum;
  lastContrast = contrastSum;
}

/**
 * One row of the two planes, the sum of their squares and their product, into its place in the ring. Reads and writes whole
 * groups of four; what lies behind the row is never used.
 */
function products<Sample>(a: usize, b: usize, wide: i32, to: usize): void {
  for (let column = 0; column < wide; column += 4) {
    const from = <usize>column * sizeof<Sample>();
    const x = samples<Sample>(a + from);
    const y = samples<Sample>(b + from);
    const at = to + ((<usize>column) << 2);
    v128.store(at, x);
    v128.store(at + STRIDE, y);
    v128.store(at + 2 * STRIDE, f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)));
    v128.store(at + 3 * STRIDE, f32x4.mul(x, y));
  }
}

/** Four samples as floats, less the offset. */
function samples<Sample>(at: usize): v128 {
  if (isFloat<Sample>()) return v128.load(at);
  const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
  return f32x4.sub(f32x4.convert_i32x4_s(wide), f32x4.splat(OFFSET));
}

/** Filters the last eleven rows of one kind into one. */
function filterRows(ring: usize, kind: i32, row: i32, wide: i32, to: usize): void {
  const step = STRIDE * KINDS;
  const base = ring + STRIDE * kind;
  const r0 = base + step * ((row + 1) % TAPS);
  const r1 = base + step * ((row + 2) % TAPS);
  const r2 = base + step * ((row + 3) % TAPS);
  const r3 = base + step * ((row + 4) % TAPS);
  const r4 = base + step * ((row + 5) % TAPS);
  const r5 = base + step * ((row + 6) % TAPS);
  const r6 = base + step * ((row + 7) % TAPS);
  const r7 = base + step * ((row + 8) % TAPS);
  const r8 = base + step * ((row + 9) % TAPS);
  const r9 = base + step * ((row + 10) % TAPS);
  const r10 = base + step * (row % TAPS);
  for (let i: usize = 0; i < (<usize>wide) << 2; i += 16) {
    let sum = f32x4.mul(f32x4.splat(W5), v128.load(r5 + i));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W4), f32x4.add(v128.load(r4 + i), v128.load(r6 + i))));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W3), f32x4.add(v128.load(r3 + i), v128.load(r7 + i))));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W2), f32x4.add(v128.load(r2 + i), v128.load(r8 + i))));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W1), f32x4.add(v128.load(r1 + i), v128.load(r9 + i))));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W0), f32x4.add(v128.load(r0 + i), v128.load(r10 + i))));
    v128.store(to + i, sum);
  }
}

function filterColumns(at: usize): v128 {
  let sum = f32x4.mul(f32x4.splat(W5), v128.load(at, 20));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W4), f32x4.add(v128.load(at, 16), v128.load(at, 24))));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W3), f32x4.add(v128.load(at, 12), v128.load(at, 28))));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W2), f32x4.add(v128.load(at, 8), v128.load(at, 32))));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(W1), f32x4.add(v128.load(at, 4), v128.load(at, 36))));
  return f32x4.add(sum, f32x4.mul(f32x4.splat(W0), f32x4.add(v128.load(at), v128.load(at, 40))));
}

function luminance(lessX: v128, lessY: v128): v128 {
  const x = f32x4.add(lessX, f32x4.splat(OFFSET));
  const y = f32x4.add(lessY, f32x4.splat(OFFSET));
  const xy = f32x4.mul(x, y);
  const squares = f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y));
  return f32x4.div(f32x4.add(f32x4.add(xy, xy), f32x4.splat(C1)), f32x4.add(squares, f32x4.splat(C1)));
}

function contrast(x: v128, y: v128, squares: v128, product: v128): v128 {
  const covariance = f32x4.sub(product, f32x4.mul(x, y));
  const variances = f32x4.sub(squares, f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)));
  return f32x4.div(
    f32x4.add(f32x4.add(covariance, covariance), f32x4.splat(C2)),
    f32x4.add(variances, f32x4.splat(C2)),
  );
}

/** Sum of the first lanes. */
function sumOf(lanes: v128, count: i32): f32 {
  let sum = f32x4.extract_lane(lanes, 0);
  if (count > 1) sum += f32x4.extract_lane(lanes, 1);
  if (count > 2) sum += f32x4.extract_lane(lanes, 2);
  if (count > 3) sum += f32x4.extract_lane(lanes, 3);
  return sum;
}
