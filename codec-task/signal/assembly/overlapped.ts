import { blocksAlong, vectorAt } from './blocks.ts';
import { rows, strideOf } from './plane.ts';
import { firstPlace, secondPlace } from './quarter-samples.ts';

/** Side of a block that has a vector of its own. */
const SMALL: i32 = 4;
/** Weights of the right one of two predictions, of 8, for two rows; and of the lower one, for rows 0 and 1, then 2 and 3. */
const ACROSS = memory.data<i16>([1, 3, 5, 7, 1, 3, 5, 7]);
const DOWN = memory.data<i16>([1, 1, 1, 1, 3, 3, 3, 3, 5, 5, 5, 5, 7, 7, 7, 7]);

/** Vectors of the three by three blocks that eight by eight samples depend on. */
const vectors = memory.data(9 * 4);

/**
 * Overlapped block motion compensation (Orchard and Sullivan 1994): between the middles of four 4x4 blocks their predictions
 * are mixed by distance, in both directions by 1, 3, 5 and 7 of 8. Beyond the outermost middles the nearest block counts.
 * @param planes origins of the luma and of what lies right of, below and between its samples, 4 bytes each
 * @param field vectors of the 4x4 blocks in quarter samples, two for each 8x8 block in both directions
 */
export function predictOverlapped(planes: usize, field: usize, width: i32, height: i32, to: usize): void {
  const stride = strideOf(width);
  const columns = 2 * blocksAlong(width);
  const lines = 2 * blocksAlong(height);
  for (let line: i32 = 0; line <= lines; line += 2)
    for (let column: i32 = 0; column <= columns; column += 2) {
      const isSame = collect(field, columns, lines, column, line);
      const x = column * SMALL - SMALL / 2;
      const y = line * SMALL - SMALL / 2;
      if (isSame) copy(planes, stride, x, y, load<u32>(vectors), to);
      else
        for (let part: i32 = 0; part < 4; part++)
          mix(
            planes,
            stride,
            x + SMALL * (part & 1),
            y + SMALL * (part >> 1),
            3 * (part >> 1) + (part & 1),
            to,
          );
    }
}

/** @returns whether all nine are the same */
function collect(field: usize, columns: i32, lines: i32, column: i32, line: i32): bool {
  let isSame = true;
  for (let row: i32 = 0; row < 3; row++)
    for (let place: i32 = 0; place < 3; place++) {
      const withinX = max<i32>(0, min<i32>(columns - 1, column + place - 1));
      const withinY = max<i32>(0, min<i32>(lines - 1, line + row - 1));
      const vector = load<u32>(vectorAt(field, columns, withinX, withinY));
      store<u32>(vectors + ((<usize>(3 * row + place)) << 2), vector);
      isSame = isSame && vector === load<u32>(vectors);
    }
  return isSame;
}

/** Eight by eight samples of one prediction. */
function copy(planes: usize, stride: i32, x: i32, y: i32, vector: u32, to: usize): void {
  const step = rows(1, stride);
  let at = to + rows(y, stride) + ((<usize>x) << 1);
  let first = firstPlace(planes, vector, x, y, stride, 1);
  let second = secondPlace(planes, vector, x, y, stride, 1);
  for (let row: i32 = 0; row < 2 * SMALL; row++) {
    v128.store(at, i16x8.avgr_u(v128.load(first), v128.load(second)));
    at += step;
    first += step;
    second += step;
  }
}

/** Four by four samples of four predictions. @param corner the upper left one among the collected vectors */
function mix(planes: usize, stride: i32, x: i32, y: i32, corner: i32, to: usize): void {
  const at = vectors + ((<usize>corner) << 2);
  const step = rows(1, stride);
  const a = load<u32>(at);
  const b = load<u32>(at, 4);
  const c = load<u32>(at, 12);
  const d = load<u32>(at, 16);
  // Where neighbours move alike there is nothing to mix: the same samples for less.
  if (a === b && c === d) {
    if (a === c) copySmall(planes, stride, x, y, a, to);
    else mixDown(planes, stride, x, y, a, c, to);
    return;
  }
  // Two places of each, whose mean a quarter sample is.
  const a1 = firstPlace(planes, a, x, y, stride, 1);
  const a2 = secondPlace(planes, a, x, y, stride, 1);
  const b1 = firstPlace(planes, b, x, y, stride, 1);
  const b2 = secondPlace(planes, b, x, y, stride, 1);
  const c1 = firstPlace(planes, c, x, y, stride, 1);
  const c2 = secondPlace(planes, c, x, y, stride, 1);
  const d1 = firstPlace(planes, d, x, y, stride, 1);
  const d2 = secondPlace(planes, d, x, y, stride, 1);
  const across = v128.load(ACROSS);
  const back = i16x8.sub(i16x8.splat(<i16>(2 * SMALL)), across);
  for (let row: i32 = 0; row < SMALL; row += 2) {
    const offset = step * <usize>row;
    const upper = i16x8.add(
      i16x8.mul(twoRows(a1 + offset, a2 + offset, step), back),
      i16x8.mul(twoRows(b1 + offset, b2 + offset, step), across),
    );
    const lower = i16x8.add(
      i16x8.mul(twoRows(c1 + offset, c2 + offset, step), back),
      i16x8.mul(twoRows(d1 + offset, d2 + offset, step), across),
    );
    // At most 1023 x 8 x 8 = 65,472: within 16 bits without a sign.
    const down = v128.load(DOWN + ((<usize>row) << 3));
    const up = i16x8.sub(i16x8.splat(<i16>(2 * SMALL)), down);
    const sum = i16x8.add(i16x8.mul(upper, up), i16x8.mul(lower, down));
    const out = i16x8.shr_u(i16x8.add(sum, i16x8.splat(32)), 6);
    keepTwoRows(to + rows(y + row, stride) + ((<usize>x) << 1), step, out);
  }
}

/** Four by four samples of one prediction. */
function copySmall(planes: usize, stride: i32, x: i32, y: i32, vector: u32, to: usize): void {
  const step = rows(1, stride);
  const first = firstPlace(planes, vector, x, y, stride, 1);
  const second = secondPlace(planes, vector, x, y, stride, 1);
  for (let row: i32 = 0; row < SMALL; row += 2) {
    const offset = step * <usize>row;
    keepTwoRows(
      to + rows(y + row, stride) + ((<usize>x) << 1),
      step,
      twoRows(first + offset, second + offset, step),
    );
  }
}

/** Four by four samples of two predictions, one above the other. */
function mixDown(planes: usize, stride: i32, x: i32, y: i32, above: u32, under: u32, to: usize): void {
  const step = rows(1, stride);
  const above1 = firstPlace(planes, above, x, y, stride, 1);
  const above2 = secondPlace(planes, above, x, y, stride, 1);
  const under1 = firstPlace(planes, under, x, y, stride, 1);
  const under2 = secondPlace(planes, under, x, y, stride, 1);
  for (let row: i32 = 0; row < SMALL; row += 2) {
    const offset = step * <usize>row;
    const down = v128.load(DOWN + ((<usize>row) << 3));
    const up = i16x8.sub(i16x8.splat(<i16>(2 * SMALL)), down);
    const sum = i16x8.add(
      i16x8.mul(twoRows(above1 + offset, above2 + offset, step), up),
      i16x8.mul(twoRows(under1 + offset, under2 + offset, step), down),
    );
    // An eighth of what both directions make, rounded alike.
    const out = i16x8.shr_u(i16x8.add(sum, i16x8.splat(4)), 3);
    keepTwoRows(to + rows(y + row, stride) + ((<usize>x) << 1), step, out);
  }
}

function keepTwoRows(at: usize, step: usize, samples: v128): void {
  v128.store64_lane(at, samples, 0);
  v128.store64_lane(at + step, samples, 1);
}

/** Four samples of two rows of a prediction. */
function twoRows(first: usize, second: usize, step: usize): v128 {
  return i16x8.avgr_u(
    v128.load64_lane(first + step, v128.load64_zero(first), 1),
    v128.load64_lane(second + step, v128.load64_zero(second), 1),
  );
}
