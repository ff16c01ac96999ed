/** Stabilising constants: (0.01 x 255)^2 and (0.03 x 255)^2. */
const C1: f32 = 6.5025;
const C2: f32 = 58.5225;
/** Side of the Gaussian window. */
const TAPS: i32 = 11;
/** Row buffers: two planes, sum of squares and products. */
const KINDS: i32 = 4;

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

/**
 * Taken from every sample, which changes no variance: squares then stay under 2^15, and 32-bit floats hold sums of them
 * to a thousandth.
 */
const OFFSET: f32 = 128;

/** Samples of 8 bits as 32-bit floats, less the offset. */
export function toFloat(from: usize, to: usize, n: i32): void {
  let i: i32 = 0;
  for (; i + 4 <= n; i += 4) {
    const bytes = i32x4.splat(<i32>load<u32>(from + i));
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    v128.store(to + ((<usize>i) << 2), f32x4.sub(f32x4.convert_i32x4_s(wide), f32x4.splat(OFFSET)));
  }
  for (; i < n; i++) store<f32>(to + ((<usize>i) << 2), <f32>load<u8>(from + i) - OFFSET);
}

/** Means of 2x2 samples; an odd last row or column counts twice. In place or elsewhere. */
export function halve(from: usize, to: usize, width: i32, height: i32): void {
  const columns = width >> 1;
  const half = (width + 1) >> 1;
  for (let row = 0; row < height; row += 2) {
    const upper = from + ((<usize>(row * width)) << 2);
    const lower = row + 1 < height ? upper + ((<usize>width) << 2) : upper;
    const out = to + ((<usize>((row >> 1) * half)) << 2);
    for (let column = 0; column < columns; column++) {
      const at = (<usize>column) << 3;
      const sum =
        load<f32>(upper + at) + load<f32>(upper + at, 4) + load<f32>(lower + at) + load<f32>(lower + at, 4);
      store<f32>(out + ((<usize>column) << 2), sum * 0.25);
    }
    if (half > columns) {
      const at = (<usize>columns) << 3;
      store<f32>(out + ((<usize>columns) << 2), (load<f32>(upper + at) + load<f32>(lower + at)) * 0.5);
    }
  }
}

/**
 * The contrast part of SSIM on one scale, over the region where the Gaussian window fits (Wang, Simoncelli and Bovik
 * 2003), left in `lastContrast`; on the coarsest scale, which alone counts luminance, all of SSIM too, in `lastSsim`.
 * @param scratch room for 12 x 4 rows of width + 4 floats, and 12 floats behind them.
 */
export function compareScale(
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  scratch: usize,
  coarsest: bool,
): void {
  const stride = (<usize>width + 4) << 2;
  const ring = scratch;
  const filtered = scratch + stride * KINDS * TAPS;
  for (let row = 0; row < TAPS - 1; row++) products(a, b, width, row, ring, stride);
  const outputs = width - TAPS + 1;
  let ssimSum: f64 = 0;
  let contrastSum: f64 = 0;
  for (let row = TAPS - 1; row < height; row++) {
    products(a, b, width, row, ring, stride);
    for (let kind = 0; kind < KINDS; kind++)
      filterRows(ring, stride, kind, row, width, filtered + stride * kind);
    let ssims = f32x4.splat(0);
    let contrasts = f32x4.splat(0);
    for (let column = 0; column < outputs; column += 4) {
      const at = filtered + ((<usize>column) << 2);
      const count = min<i32>(4, outputs - column);
      const x = filterColumns(at);
      const y = filterColumns(at + stride);
      const cs = contrast(x, y, filterColumns(at + 2 * stride), filterColumns(at + 3 * stride));
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
  const count = <f64>outputs * <f64>(height - TAPS + 1);
  lastSsim = ssimSum / count;
  lastContrast = contrastSum / count;
}

/** One row of the two planes, the sum of their squares and their product, into its place in the ring. */
function products(a: usize, b: usize, width: i32, row: i32, ring: usize, stride: usize): void {
  const from = (<usize>(row * width)) << 2;
  const to = ring + stride * KINDS * (row % TAPS);
  let i: usize = 0;
  const end = (<usize>(width & ~3)) << 2;
  for (; i < end; i += 16) {
    const x = v128.load(a + from + i);
    const y = v128.load(b + from + i);
    v128.store(to + i, x);
    v128.store(to + stride + i, y);
    v128.store(to + 2 * stride + i, f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)));
    v128.store(to + 3 * stride + i, f32x4.mul(x, y));
  }
  for (; i < (<usize>width) << 2; i += 4) {
    const x = load<f32>(a + from + i);
    const y = load<f32>(b + from + i);
    store<f32>(to + i, x);
    store<f32>(to + stride + i, y);
    store<f32>(to + 2 * stride + i, x * x + y * y);
    store<f32>(to + 3 * stride + i, x * y);
  }
}

/** Filters the last eleven rows of one kind into one. */
function filterRows(ring: usize, stride: usize, kind: i32, row: i32, width: i32, to: usize): void {
  const step = stride * KINDS;
  const base = ring + stride * kind;
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
  // Rows have room for four samples more than they hold, so that the last group may be whole.
  for (let i: usize = 0; i < (<usize>width) << 2; i += 16) {
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
