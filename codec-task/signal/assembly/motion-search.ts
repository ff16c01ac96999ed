import { PADDING, rows, strideOf } from './plane.ts';

/** Side of a block on every level. */
export const BLOCK: i32 = 8;
/** Most whole samples of the coarsest level that a vector is searched over in each direction. */
const COARSE_RANGE: i32 = 7;
/** What a step of a vector away from its neighbours' costs, in absolute differences of 10 bits over a block. */
const STEP_COST: i32 = 6;
const FAR: i32 = 0x7fffffff;
/** A block that differs by no more than half a 10-bit step a sample has been copied: it is not searched any finer. */
const SAME: i32 = 32;

/** Of the block that is being searched for. */
let block: usize = 0;
let reference: usize = 0;
let plainStride: i32 = 0;
let blockX: i32 = 0;
let blockY: i32 = 0;
let leastX: i32 = 0;
let mostX: i32 = 0;
let leastY: i32 = 0;
let mostY: i32 = 0;
let expectedX: i32 = 0;
let expectedY: i32 = 0;
let bestX: i32 = 0;
let bestY: i32 = 0;
let bestCost: i32 = FAR;

/** Columns or rows of blocks that cover a side. */
export function blocksAlong(side: i32): i32 {
  return (side + BLOCK - 1) / BLOCK;
}

/**
 * Motion of each 8x8 block from one picture to another in three levels: the coarsest by trying every vector, the finer ones
 * from what the coarser and the neighbours found, whole samples by a small diamond, then half and quarter samples with
 * linear interpolation. Depends on decoded samples alone, so that encoder and decoder find the same.
 * @param width,height of the finest level
 * @param current,other origins of a picture's levels, finest first, at 4 bytes each
 * @param vectors room for the vectors of each level, x and y as 16 bits: of the finest level in quarters; at 4 bytes each
 */
export function searchMotion(current: usize, other: usize, width: i32, height: i32, vectors: usize): void {
  for (let level: i32 = 2; level >= 0; level--) {
    const levelWidth = (width + (1 << level) - 1) >> level;
    const levelHeight = (height + (1 << level) - 1) >> level;
    searchLevel(level, current, other, levelWidth, levelHeight, vectors);
  }
}

function searchLevel(
  level: i32,
  current: usize,
  other: usize,
  width: i32,
  height: i32,
  vectors: usize,
): void {
  const columns = blocksAlong(width);
  const lines = blocksAlong(height);
  const own = <usize>load<u32>(vectors + ((<usize>level) << 2));
  plainStride = strideOf(width);
  reference = <usize>load<u32>(other + ((<usize>level) << 2));
  const plane = <usize>load<u32>(current + ((<usize>level) << 2));
  for (let line: i32 = 0; line < lines; line++)
    for (let column: i32 = 0; column < columns; column++) {
      blockX = column * BLOCK;
      blockY = line * BLOCK;
      block = plane + rows(blockY, plainStride) + ((<usize>blockX) << 1);
      // Eight samples stay beyond the block for the filters that read around it.
      leastX = 8 - PADDING - blockX;
      mostX = width + PADDING - 2 * BLOCK - blockX;
      leastY = 8 - PADDING - blockY;
      mostY = height + PADDING - 2 * BLOCK - blockY;
      bestCost = FAR;
      expect(own, columns, column, line, level === 0 ? 4 : 1);
      if (level === 2) tryAll();
      else {
        const coarser = <usize>load<u32>(vectors + ((<usize>(level + 1)) << 2));
        tryCoarser(coarser, blocksAlong((width + 1) >> 1), blocksAlong((height + 1) >> 1), column, line);
        tryWhole(expectedX, expectedY);
        tryWhole(0, 0);
        diamond();
      }
      let x = bestX;
      let y = bestY;
      if (level === 0) {
        refine();
        x = bestX;
        y = bestY;
      }
      const to = own + ((<usize>(line * columns + column)) << 2);
      store<i16>(to, <i16>x);
      store<i16>(to, <i16>y, 2);
    }
}

/** The vector of the block to the left, or above where there is none: what this one is expected to be, in whole samples. */
function expect(own: usize, columns: i32, column: i32, line: i32, unit: i32): void {
  expectedX = 0;
  expectedY = 0;
  if ((column | line) === 0) return;
  const at = own + ((<usize>(line * columns + column - (column > 0 ? 1 : columns))) << 2);
  const half = unit >> 1;
  expectedX = (<i32>load<i16>(at) + half) / unit;
  expectedY = (<i32>load<i16>(at, 2) + half) / unit;
}

function tryAll(): void {
  tryWhole(0, 0);
  for (let y: i32 = -COARSE_RANGE; y <= COARSE_RANGE; y++)
    for (let x: i32 = -COARSE_RANGE; x <= COARSE_RANGE; x++) tryWhole(x, y);
}

/** The vectors of the block above this one in the pyramid and of its neighbours. */
function tryCoarser(coarser: usize, columns: i32, lines: i32, column: i32, line: i32): void {
  const middleX = column >> 1;
  const middleY = line >> 1;
  // The neighbours on the side that this quarter of the coarser block lies on.
  const sideX = middleX + ((column & 1) === 1 ? 1 : -1);
  const sideY = middleY + ((line & 1) === 1 ? 1 : -1);
  tryVector(coarser, columns, lines, middleX, middleY);
  tryVector(coarser, columns, lines, sideX, middleY);
  tryVector(coarser, columns, lines, middleX, sideY);
}

function tryVector(coarser: usize, columns: i32, lines: i32, column: i32, line: i32): void {
  if (column < 0 || line < 0 || column >= columns || line >= lines) return;
  const at = coarser + ((<usize>(line * columns + column)) << 2);
  tryWhole((<i32>load<i16>(at)) << 1, (<i32>load<i16>(at, 2)) << 1);
}

function tryWhole(x: i32, y: i32): void {
  const withinX = max<i32>(leastX, min<i32>(mostX, x));
  const withinY = max<i32>(leastY, min<i32>(mostY, y));
  const price = STEP_COST * (abs<i32>(withinX - expectedX) + abs<i32>(withinY - expectedY));
  if (price >= bestCost) return;
  const cost = price + difference(withinX, withinY, bestCost - price);
  if (cost >= bestCost) return;
  bestCost = cost;
  bestX = withinX;
  bestY = withinY;
}

/** Steps of one sample while they help, at most eight. */
function diamond(): void {
  for (let step: i32 = 0; step < 8; step++) {
    const x = bestX;
    const y = bestY;
    tryWhole(x - 1, y);
    tryWhole(x + 1, y);
    tryWhole(x, y - 1);
    tryWhole(x, y + 1);
    if (bestX === x && bestY === y) return;
  }
}

/** Sum of absolute differences, or anything not below `limit`. */
function difference(x: i32, y: i32, limit: i32): i32 {
  let there = reference + rows(blockY + y, plainStride) + ((<usize>(blockX + x)) << 1);
  let here = block;
  const step = rows(1, plainStride);
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < BLOCK; row++) {
    sums = i16x8.add(sums, i16x8.abs(i16x8.sub(v128.load(here), v128.load(there))));
    here += step;
    there += step;
    if (row === 3 && total(sums) >= limit) return limit;
  }
  return total(sums);
}

/** Eight lanes of at most 8 x 1023. */
function total(sums: v128): i32 {
  const pairs = i32x4.extadd_pairwise_i16x8_s(sums);
  const two = i32x4.add(pairs, v128.shuffle<i64>(pairs, pairs, 1, 0));
  return i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1);
}

/** From whole samples to quarters, four neighbours at each step. */
function refine(): void {
  const whole = difference(bestX, bestY, FAR);
  bestX <<= 2;
  bestY <<= 2;
  if (whole <= SAME) return;
  bestCost = whole;
  for (let step: i32 = 2; step >= 1; step--) {
    const x = bestX;
    const y = bestY;
    tryBetween(x - step, y);
    tryBetween(x + step, y);
    tryBetween(x, y - step);
    tryBetween(x, y + step);
  }
}

function tryBetween(x: i32, y: i32): void {
  const cost = differenceBetween(x, y, bestCost);
  if (cost >= bestCost) return;
  bestCost = cost;
  bestX = x;
  bestY = y;
}

/** Sum of absolute differences at quarter samples, interpolated linearly, or anything not below `limit`. */
function differenceBetween(x: i32, y: i32, limit: i32): i32 {
  const fractionX = x & 3;
  const fractionY = y & 3;
  let there = reference + rows(blockY + (y >> 2), plainStride) + ((<usize>(blockX + (x >> 2))) << 1);
  let here = block;
  const step = rows(1, plainStride);
  const right = i16x8.splat(<i16>fractionX);
  const left = i16x8.splat(<i16>(4 - fractionX));
  const below = i16x8.splat(<i16>fractionY);
  const above = i16x8.splat(<i16>(4 - fractionY));
  let upper = i16x8.add(i16x8.mul(v128.load(there), left), i16x8.mul(v128.load(there, 2), right));
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < BLOCK; row++) {
    there += step;
    const lower = i16x8.add(i16x8.mul(v128.load(there), left), i16x8.mul(v128.load(there, 2), right));
    // At most 1023 x 16 = 16,368.
    const sum = i16x8.add(i16x8.mul(upper, above), i16x8.mul(lower, below));
    const sample = i16x8.shr_s(i16x8.add(sum, i16x8.splat(8)), 4);
    sums = i16x8.add(sums, i16x8.abs(i16x8.sub(v128.load(here), sample)));
    upper = lower;
    here += step;
    if (row === 3 && total(sums) >= limit) return limit;
  }
  return total(sums);
}
