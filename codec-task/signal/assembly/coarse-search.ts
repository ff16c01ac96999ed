import { difference } from './block-difference.ts';
import { acrossOf, BLOCK, blocksAlong, downOf, REACH, vectorAt } from './blocks.ts';
import { byteRows } from './bytes.ts';
import { strideOf } from './plane.ts';

/** Most whole samples of the coarsest level that a vector is searched over in each direction. */
const RANGE: i32 = 7;
/** What a step of a vector away from its neighbour's costs, in absolute differences of 8 bits over a block. */
const STEP_COST: i32 = 2;
/** A block that differs by no more than two 8-bit steps a sample has been found: not every vector is tried for it. */
const FOUND: i32 = 128;
const FAR: i32 = 0x7fffffff;

/** Of the block that is being searched for. */
let block: usize = 0;
let reference: usize = 0;
let stride: i32 = 0;
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

/**
 * Motion of each 8x8 block of a level in whole samples: what its neighbours and the hint say, then every vector where that
 * does not fit, else a small diamond.
 * @param current,other origins of the level in both pictures, bytes
 * @param opposite the level's vectors towards the picture on the other side, or 0
 */
export function searchCoarsest(
  current: usize,
  other: usize,
  width: i32,
  height: i32,
  opposite: usize,
  own: usize,
): void {
  const columns = blocksAlong(width);
  openLevel(other, width);
  for (let line: i32 = 0; line < blocksAlong(height); line++)
    for (let column: i32 = 0; column < columns; column++) {
      openBlock(current, width, height, column, line);
      tryNeighbours(own, columns, column, line);
      if (opposite !== 0) {
        const there = vectorAt(opposite, columns, column, line);
        tryVector(-acrossOf(there), -downOf(there));
      }
      if (bestCost <= FOUND) diamond(2);
      else tryAll();
      keep(vectorAt(own, columns, column, line));
    }
}

/** The same on a finer level, from the vectors of the coarser one. */
export function searchCoarse(
  current: usize,
  other: usize,
  width: i32,
  height: i32,
  coarser: usize,
  own: usize,
): void {
  const columns = blocksAlong(width);
  openLevel(other, width);
  for (let line: i32 = 0; line < blocksAlong(height); line++)
    for (let column: i32 = 0; column < columns; column++) {
      openBlock(current, width, height, column, line);
      tryNeighbours(own, columns, column, line);
      tryCoarser(coarser, blocksAlong((width + 1) >> 1), blocksAlong((height + 1) >> 1), column, line);
      diamond(8);
      keep(vectorAt(own, columns, column, line));
    }
}

function openLevel(other: usize, width: i32): void {
  reference = other;
  stride = strideOf(width);
}

function openBlock(plane: usize, width: i32, height: i32, column: i32, line: i32): void {
  blockX = column * BLOCK;
  blockY = line * BLOCK;
  block = plane + byteRows(blockY, stride) + <usize>blockX;
  leastX = -REACH - blockX;
  mostX = width + REACH - BLOCK - blockX;
  leastY = -REACH - blockY;
  mostY = height + REACH - BLOCK - blockY;
  bestCost = FAR;
}

function keep(at: usize): void {
  store<i16>(at, <i16>bestX);
  store<i16>(at, <i16>bestY, 2);
}

/** No motion, the vector of the block to the left and of the one above; the first there is, is expected. */
function tryNeighbours(own: usize, columns: i32, column: i32, line: i32): void {
  expectedX = 0;
  expectedY = 0;
  if ((column | line) !== 0) {
    const before =
      column > 0 ? vectorAt(own, columns, column - 1, line) : vectorAt(own, columns, column, line - 1);
    expectedX = acrossOf(before);
    expectedY = downOf(before);
  }
  tryVector(0, 0);
  tryVector(expectedX, expectedY);
  if (line === 0) return;
  const above = vectorAt(own, columns, column, line - 1);
  tryVector(acrossOf(above), downOf(above));
}

function tryAll(): void {
  for (let y: i32 = -RANGE; y <= RANGE; y++) for (let x: i32 = -RANGE; x <= RANGE; x++) tryVector(x, y);
}

/** The vectors of the coarser block and of its neighbours on the side that this quarter of it lies on. */
function tryCoarser(coarser: usize, columns: i32, lines: i32, column: i32, line: i32): void {
  const middleX = column >> 1;
  const middleY = line >> 1;
  tryTwice(coarser, columns, lines, middleX, middleY);
  tryTwice(coarser, columns, lines, middleX + ((column & 1) === 1 ? 1 : -1), middleY);
  tryTwice(coarser, columns, lines, middleX, middleY + ((line & 1) === 1 ? 1 : -1));
}

function tryTwice(coarser: usize, columns: i32, lines: i32, column: i32, line: i32): void {
  if (column < 0 || line < 0 || column >= columns || line >= lines) return;
  const at = vectorAt(coarser, columns, column, line);
  tryVector(acrossOf(at) << 1, downOf(at) << 1);
}

/** Steps of one sample while they help. */
function diamond(most: i32): void {
  for (let step: i32 = 0; step < most; step++) {
    const x = bestX;
    const y = bestY;
    tryVector(x - 1, y);
    tryVector(x + 1, y);
    tryVector(x, y - 1);
    tryVector(x, y + 1);
    if (bestX === x && bestY === y) return;
  }
}

function tryVector(x: i32, y: i32): void {
  const withinX = max<i32>(leastX, min<i32>(mostX, x));
  const withinY = max<i32>(leastY, min<i32>(mostY, y));
  if (withinX === bestX && withinY === bestY && bestCost !== FAR) return;
  const price = STEP_COST * (abs<i32>(withinX - expectedX) + abs<i32>(withinY - expectedY));
  if (price >= bestCost) return;
  const there = reference + byteRows(blockY + withinY, stride) + <usize>(blockX + withinX);
  const cost = price + difference(block, there, stride);
  if (cost >= bestCost) return;
  bestCost = cost;
  bestX = withinX;
  bestY = withinY;
}
