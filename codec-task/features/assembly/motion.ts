/** Side of a block in samples, and of a group of four blocks in samples of a quarter of the size. */
const BLOCK: i32 = 16;
const GROUP: i32 = 8;
/** Most samples of a quarter of the size that a group is searched over: 32 samples of the picture. */
const RANGE: i32 = 8;
/** What a vector costs for each sample of its length, in absolute differences: of two that fit alike, the shorter. */
const LENGTH_COST: i32 = 4;
/** Further than a search begins from the quarter size: what that leaves unknown. */
const STEPS: i32 = 2;

/** Of the block or group that is being searched for. */
let own: usize = 0;
let other: usize = 0;
let stride: i32 = 0;
let side: i32 = 0;
let leastX: i32 = 0;
let mostX: i32 = 0;
let leastY: i32 = 0;
let mostY: i32 = 0;
let bestX: i32 = 0;
let bestY: i32 = 0;
let bestCost: i32 = 0;
let bestDifference: i32 = 0;

/**
 * Vector of each whole 8x8 group of two pictures of a quarter of the size: of all within eight samples that lie inside the
 * earlier picture the one with the smallest cost, the first of equals. Two 32-bit numbers each, across and down.
 */
export function searchGroups(current: usize, before: usize, width: i32, height: i32, to: usize): void {
  let out = to;
  for (let y: i32 = 0; y + GROUP <= height; y += GROUP)
    for (let x: i32 = 0; x + GROUP <= width; x += GROUP) {
      open(current, before, width, height, x, y, GROUP);
      for (let down: i32 = max<i32>(-RANGE, leastY); down <= min<i32>(RANGE, mostY); down++)
        for (let across: i32 = max<i32>(-RANGE, leastX); across <= min<i32>(RANGE, mostX); across++)
          tryVector(across, down);
      store<i32>(out, bestX);
      store<i32>(out, bestY, 4);
      out += 8;
    }
}

/**
 * Vector of each whole 16x16 block into the earlier picture, from those of its group, of the block to the left and of the one
 * above, then the eight around at two samples and at one. Four 32-bit numbers each, row by row: across, down, the sum of
 * absolute differences along the vector, and that without motion.
 * @param groups what {@link searchGroups} found. @param columns,lines how many groups there are
 */
export function followBlocks(
  current: usize,
  before: usize,
  width: i32,
  height: i32,
  groups: usize,
  columns: i32,
  lines: i32,
  to: usize,
): void {
  const perRow = width / BLOCK;
  let out = to;
  for (let y: i32 = 0; y + BLOCK <= height; y += BLOCK)
    for (let x: i32 = 0; x + BLOCK <= width; x += BLOCK) {
      open(current, before, width, height, x, y, BLOCK);
      store<i32>(out, bestDifference, 12);
      if (columns > 0 && lines > 0) {
        const group =
          groups + ((<usize>(min<i32>(y >> 5, lines - 1) * columns + min<i32>(x >> 5, columns - 1))) << 3);
        tryVector(load<i32>(group) << 2, load<i32>(group, 4) << 2);
      }
      if (x > 0) tryVector(load<i32>(out - 16), load<i32>(out - 16, 4));
      const above = out - ((<usize>perRow) << 4);
      if (y > 0) tryVector(load<i32>(above), load<i32>(above, 4));
      for (let step: i32 = STEPS; step > 0; step--) tryAround(step);
      store<i32>(out, bestX);
      store<i32>(out, bestY, 4);
      store<i32>(out, bestDifference, 8);
      out += 16;
    }
}

/** Begins with no motion. */
function open(current: usize, before: usize, width: i32, height: i32, x: i32, y: i32, size: i32): void {
  const at = <usize>(y * width + x);
  own = current + at;
  other = before + at;
  stride = width;
  side = size;
  leastX = -x;
  mostX = width - size - x;
  leastY = -y;
  mostY = height - size - y;
  bestX = 0;
  bestY = 0;
  bestDifference = difference(0, 0);
  bestCost = bestDifference;
}

function tryAround(step: i32): void {
  const x = bestX;
  const y = bestY;
  for (let down: i32 = -step; down <= step; down += step)
    for (let across: i32 = -step; across <= step; across += step) tryVector(x + across, y + down);
}

function tryVector(x: i32, y: i32): void {
  const across = max<i32>(leastX, min<i32>(mostX, x));
  const down = max<i32>(leastY, min<i32>(mostY, y));
  if (across === bestX && down === bestY) return;
  const price = LENGTH_COST * (abs<i32>(across) + abs<i32>(down));
  if (price >= bestCost) return;
  const sum = difference(across, down);
  if (price + sum >= bestCost) return;
  bestX = across;
  bestY = down;
  bestDifference = sum;
  bestCost = price + sum;
}

function difference(across: i32, down: i32): i32 {
  const there = other + <usize>(down * stride + across);
  return side === BLOCK ? blockDifference(there) : groupDifference(there);
}

/** Of 16 rows of 16 samples: a 16-bit lane holds 16 times two differences, at most 8,160. */
function blockDifference(there: usize): i32 {
  let sums = i16x8.splat(0);
  for (let line: i32 = 0; line < BLOCK; line++) {
    const at = <usize>(line * stride);
    sums = i16x8.add(sums, distances(v128.load(own + at), v128.load(there + at)));
  }
  return total(sums);
}

/** Of 8 rows of 8 samples, two rows at a time. */
function groupDifference(there: usize): i32 {
  let sums = i16x8.splat(0);
  for (let line: i32 = 0; line < GROUP; line += 2) {
    const at = <usize>(line * stride);
    sums = i16x8.add(sums, distances(twoRows(own + at), twoRows(there + at)));
  }
  return total(sums);
}

function twoRows(at: usize): v128 {
  return i64x2.replace_lane(v128.load64_zero(at), 1, load<i64>(at + <usize>stride));
}

function distances(a: v128, b: v128): v128 {
  return i16x8.extadd_pairwise_i8x16_u(v128.sub<i8>(i8x16.max_u(a, b), i8x16.min_u(a, b)));
}

function total(sums: v128): i32 {
  const lanes = i32x4.extadd_pairwise_i16x8_u(sums);
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
