import { difference, wideDifference, wideDifferenceBetween } from './block-difference.ts';
import { rows, strideOf } from './plane.ts';

/** Side of a block on every level. */
export const BLOCK: i32 = 8;
/** Most whole samples of the coarsest level that a vector is searched over in each direction. */
const COARSE_RANGE: i32 = 7;
/** Samples that a block may lie beyond the picture; the padding holds what the filters read around it there too. */
const REACH: i32 = 24;
/** What a step of a vector away from its neighbours' costs, in absolute differences of 10 bits over a block. */
const STEP_COST: i32 = 6;
/** The same over the window of 12x12 samples. */
const FINEST_STEP_COST: i32 = 14;
const FAR: i32 = 0x7fffffff;
/** A block that differs by no more than half a 10-bit step a sample has been copied: it is not searched any finer. */
const SAME: i32 = 72;

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
let isFinest: bool = false;

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
      leastX = -REACH - blockX;
      mostX = width + REACH - BLOCK - blockX;
      leastY = -REACH - blockY;
      mostY = height + REACH - BLOCK - blockY;
      isFinest = level === 0;
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

/** Where the other picture's block lies for a vector of whole samples. */
function at(x: i32, y: i32): usize {
  return reference + rows(blockY + y, plainStride) + ((<usize>(blockX + x)) << 1);
}

function tryWhole(x: i32, y: i32): void {
  const withinX = max<i32>(leastX, min<i32>(mostX, x));
  const withinY = max<i32>(leastY, min<i32>(mostY, y));
  const price =
    (isFinest ? FINEST_STEP_COST : STEP_COST) *
    (abs<i32>(withinX - expectedX) + abs<i32>(withinY - expectedY));
  if (price >= bestCost) return;
  const limit = bestCost - price;
  const there = at(withinX, withinY);
  const cost =
    price +
    (isFinest
      ? wideDifference(block, there, plainStride, limit)
      : difference(block, there, plainStride, limit));
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

/** From whole samples to quarters, four neighbours at each step. */
function refine(): void {
  const whole = wideDifference(block, at(bestX, bestY), plainStride, FAR);
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
  const cost = wideDifferenceBetween(block, at(x >> 2, y >> 2), x & 3, y & 3, plainStride, bestCost);
  if (cost >= bestCost) return;
  bestCost = cost;
  bestX = x;
  bestY = y;
}
