import { WINDOW_ABOVE, WINDOW_LEFT, wideDifference } from './block-difference.ts';
import { acrossOf, BLOCK, blocksAlong, downOf, REACH, vectorAt } from './blocks.ts';
import { byteRows } from './bytes.ts';
import { fourDifferences } from './four-differences.ts';
import { strideOf } from './plane.ts';
import { firstPlace, secondPlace } from './quarter-samples.ts';

/** A block that differs by no more than half an 8-bit step a sample has been copied: it is not searched any finer. */
const SAME: i32 = 96;
/** A block that differs by no more than two and a half 8-bit steps a sample is not searched by whole samples any more. */
const NEARBY: i32 = 480;
/** Most steps of a whole sample. */
const MOST_STEPS: i32 = 8;
const FAR: i32 = 0x7fffffff;

/** Of the block that is being searched for, places and vectors in quarter samples. */
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
 * Motion of each 8x8 block of the luma in quarter samples, by the differences over the 16x12 samples around it: from what its
 * neighbours and the hint say by whole samples, then by half and quarter ones.
 * @param current,other origins of the luma and of what lies right of, below and between its samples, bytes
 * @param hint vectors to begin with: of half the size in whole samples, or towards a picture half as far away
 * @param isCoarse which of them
 */
export function searchFine(
  current: usize,
  other: usize,
  width: i32,
  height: i32,
  hint: usize,
  isCoarse: bool,
  own: usize,
): void {
  const columns = blocksAlong(width);
  const hintColumns = isCoarse ? blocksAlong((width + 1) >> 1) : columns;
  const hintLines = blocksAlong(isCoarse ? (height + 1) >> 1 : height);
  stride = strideOf(width);
  reference = other;
  for (let line: i32 = 0; line < blocksAlong(height); line++)
    for (let column: i32 = 0; column < columns; column++) {
      openBlock(<usize>load<u32>(current), width, height, column, line);
      tryNeighbours(own, columns, column, line);
      tryHints(hint, hintColumns, hintLines, column, line, isCoarse);
      tryVector(0, 0);
      if (bestCost > SAME) refine();
      const at = vectorAt(own, columns, column, line);
      store<i16>(at, <i16>bestX);
      store<i16>(at, <i16>bestY, 2);
    }
}

function openBlock(plane: usize, width: i32, height: i32, column: i32, line: i32): void {
  blockX = column * BLOCK;
  blockY = line * BLOCK;
  leastX = (-REACH - blockX) << 2;
  mostX = (width + REACH - BLOCK - blockX) << 2;
  leastY = (-REACH - blockY) << 2;
  mostY = (height + REACH - BLOCK - blockY) << 2;
  blockX -= WINDOW_LEFT;
  blockY -= WINDOW_ABOVE;
  block = plane + byteRows(blockY, stride) + <usize>blockX;
  bestCost = FAR;
}

/** The vectors of the blocks to the left, above, and above to the right; the first there is, is expected. */
function tryNeighbours(own: usize, columns: i32, column: i32, line: i32): void {
  expectedX = 0;
  expectedY = 0;
  const above = vectorAt(own, columns, column, line - 1);
  if ((column | line) !== 0) {
    const before = column > 0 ? vectorAt(own, columns, column - 1, line) : above;
    expectedX = acrossOf(before);
    expectedY = downOf(before);
  }
  tryVector(expectedX, expectedY);
  if (line === 0) return;
  tryVector(acrossOf(above), downOf(above));
  if (column + 1 < columns) tryVector(acrossOf(above + 4), downOf(above + 4));
}

/** Of the coarser block and its neighbours on this one's side; of this block and those that its own neighbours lack. */
function tryHints(hint: usize, columns: i32, lines: i32, column: i32, line: i32, isCoarse: bool): void {
  const middleX = isCoarse ? column >> 1 : column;
  const middleY = isCoarse ? line >> 1 : line;
  const sideX = !isCoarse || (column & 1) === 1 ? 1 : -1;
  const sideY = !isCoarse || (line & 1) === 1 ? 1 : -1;
  // Whole samples of half the size are eight quarters; half as far away is half as long.
  const shift = isCoarse ? 3 : 1;
  tryHint(hint, columns, lines, middleX, middleY, shift);
  tryHint(hint, columns, lines, middleX + sideX, middleY, shift);
  tryHint(hint, columns, lines, middleX, middleY + sideY, shift);
}

function tryHint(hint: usize, columns: i32, lines: i32, column: i32, line: i32, shift: i32): void {
  if (column < 0 || line < 0 || column >= columns || line >= lines) return;
  const at = vectorAt(hint, columns, column, line);
  tryVector(acrossOf(at) << shift, downOf(at) << shift);
}

function refine(): void {
  for (let step: i32 = 0; step < MOST_STEPS && bestCost > NEARBY; step++) if (!tryAround(4)) break;
  if (bestCost <= SAME) return;
  tryAround(2);
  tryAround(1);
}

/** @returns whether one of the four is better: the best of them, of equal ones the first */
function tryAround(step: i32): bool {
  const left = max<i32>(leastX, bestX - step);
  const right = min<i32>(mostX, bestX + step);
  const up = max<i32>(leastY, bestY - step);
  const down = min<i32>(mostY, bestY + step);
  const x = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(bestX), 0, left), 1, right);
  const y = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(bestY), 2, up), 3, down);
  const away = i32x4.add(
    i32x4.abs(i32x4.sub(x, i32x4.splat(expectedX))),
    i32x4.abs(i32x4.sub(y, i32x4.splat(expectedY))),
  );
  const costs = i32x4.add(
    i32x4.shr_s(away, 1),
    fourDifferences(
      block,
      reference,
      blockX,
      blockY,
      stride,
      vectorOf(left, bestY),
      vectorOf(right, bestY),
      vectorOf(bestX, up),
      vectorOf(bestX, down),
    ),
  );
  if (!v128.any_true(i32x4.lt_s(costs, i32x4.splat(bestCost)))) return false;
  const middleX = bestX;
  const middleY = bestY;
  keepBetter(i32x4.extract_lane(costs, 0), left, middleY);
  keepBetter(i32x4.extract_lane(costs, 1), right, middleY);
  keepBetter(i32x4.extract_lane(costs, 2), middleX, up);
  keepBetter(i32x4.extract_lane(costs, 3), middleX, down);
  return true;
}

function vectorOf(x: i32, y: i32): u32 {
  return <u32>(x & 0xffff) | ((<u32>y) << 16);
}

function tryVector(x: i32, y: i32): void {
  const withinX = max<i32>(leastX, min<i32>(mostX, x));
  const withinY = max<i32>(leastY, min<i32>(mostY, y));
  if (withinX === bestX && withinY === bestY && bestCost !== FAR) return;
  // Two absolute differences for each sample that a vector is away from the expected one.
  const price = (abs<i32>(withinX - expectedX) + abs<i32>(withinY - expectedY)) >> 1;
  if (price >= bestCost) return;
  const vector = vectorOf(withinX, withinY);
  const first = firstPlace(reference, vector, blockX, blockY, stride, 0);
  const second = secondPlace(reference, vector, blockX, blockY, stride, 0);
  keepBetter(price + wideDifference(block, first, second, stride, bestCost - price), withinX, withinY);
}

function keepBetter(cost: i32, x: i32, y: i32): void {
  if (cost >= bestCost) return;
  bestCost = cost;
  bestX = x;
  bestY = y;
}
