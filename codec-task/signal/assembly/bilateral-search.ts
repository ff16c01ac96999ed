import { apart } from './block-difference.ts';
import { acrossOf, BLOCK, blocksAlong, downOf, REACH, vectorAt } from './blocks.ts';
import { strideOf } from './plane.ts';
import { firstPlace, secondPlace } from './quarter-samples.ts';

/** Window that blocks are compared over: 16x12 samples from 4 left of and 2 above the block. */
const WINDOW_ROWS: i32 = 12;
const WINDOW_LEFT: i32 = 4;
const WINDOW_ABOVE: i32 = 2;
const FAR: i32 = 0x7fffffff;

let first: usize = 0;
let second: usize = 0;
let stride: i32 = 0;
let blockX: i32 = 0;
let blockY: i32 = 0;
let mostX: i32 = 0;
let mostY: i32 = 0;
let leastX: i32 = 0;
let leastY: i32 = 0;
let expectedX: i32 = 0;
let expectedY: i32 = 0;
let bestX: i32 = 0;
let bestY: i32 = 0;
let bestCost: i32 = FAR;

/**
 * Motion of each 8x8 block of a picture that is not there, half-way between two that are: what moves by a vector from it to
 * the later one comes by the same vector from the earlier one. Tried are half of what was found between the two around the
 * same place, both ways, and what the blocks before have, then finer and finer.
 * @param earlier,later origins of the luma and of what lies right of, below and between its samples, bytes
 * @param forward,backward vectors of the earlier picture's blocks towards the later, and the other way, quarter samples
 * @param own vectors towards the later picture
 */
export function searchBetween(
  earlier: usize,
  later: usize,
  width: i32,
  height: i32,
  forward: usize,
  backward: usize,
  own: usize,
): void {
  const columns = blocksAlong(width);
  const lines = blocksAlong(height);
  first = earlier;
  second = later;
  stride = strideOf(width);
  for (let line: i32 = 0; line < lines; line++)
    for (let column: i32 = 0; column < columns; column++) {
      openBlock(width, height, column, line);
      const left = vectorAt(own, columns, column - 1, line);
      const above = vectorAt(own, columns, column, line - 1);
      const near = column > 0 ? left : above;
      expectedX = (column | line) === 0 ? 0 : acrossOf(near);
      expectedY = (column | line) === 0 ? 0 : downOf(near);
      tryVector(expectedX, expectedY);
      tryVector(0, 0);
      if (line > 0) tryVector(acrossOf(above), downOf(above));
      for (let row: i32 = max<i32>(0, line - 1); row <= min<i32>(lines - 1, line + 1); row++)
        for (let place: i32 = max<i32>(0, column - 1); place <= min<i32>(columns - 1, column + 1); place++) {
          const there = vectorAt(forward, columns, place, row);
          tryVector(acrossOf(there) >> 1, downOf(there) >> 1);
          const back = vectorAt(backward, columns, place, row);
          tryVector(-(acrossOf(back) >> 1), -(downOf(back) >> 1));
        }
      tryAround(4);
      tryAround(2);
      tryAround(1);
      const at = vectorAt(own, columns, column, line);
      store<i16>(at, <i16>bestX);
      store<i16>(at, <i16>bestY, 2);
    }
}

/** Both ends of a vector lie within reach of their picture. */
function openBlock(width: i32, height: i32, column: i32, line: i32): void {
  const x = column * BLOCK;
  const y = line * BLOCK;
  const right = width + REACH - BLOCK - x;
  const bottom = height + REACH - BLOCK - y;
  mostX = min<i32>(right, x + REACH) << 2;
  leastX = -mostX;
  mostY = min<i32>(bottom, y + REACH) << 2;
  leastY = -mostY;
  blockX = x - WINDOW_LEFT;
  blockY = y - WINDOW_ABOVE;
  bestCost = FAR;
}

function tryAround(step: i32): void {
  const x = bestX;
  const y = bestY;
  tryVector(x - step, y);
  tryVector(x + step, y);
  tryVector(x, y - step);
  tryVector(x, y + step);
}

function tryVector(x: i32, y: i32): void {
  const withinX = max<i32>(leastX, min<i32>(mostX, x));
  const withinY = max<i32>(leastY, min<i32>(mostY, y));
  if (withinX === bestX && withinY === bestY && bestCost !== FAR) return;
  // One absolute difference for each quarter sample away from the expected vector: chance fits are many here.
  const price = abs<i32>(withinX - expectedX) + abs<i32>(withinY - expectedY);
  if (price >= bestCost) return;
  const cost = price + difference(vectorOf(-withinX, -withinY), vectorOf(withinX, withinY));
  if (cost >= bestCost) return;
  bestCost = cost;
  bestX = withinX;
  bestY = withinY;
}

export function vectorOf(x: i32, y: i32): u32 {
  return <u32>(x & 0xffff) | ((<u32>y) << 16);
}

/** Absolute differences of what lies at a vector in the earlier and at another in the later picture. */
function difference(back: u32, on: u32): i32 {
  const step = <usize>stride;
  let a = firstPlace(first, back, blockX, blockY, stride, 0);
  let b = secondPlace(first, back, blockX, blockY, stride, 0);
  let c = firstPlace(second, on, blockX, blockY, stride, 0);
  let d = secondPlace(second, on, blockX, blockY, stride, 0);
  let sums = i16x8.splat(0);
  for (let row: i32 = 0; row < WINDOW_ROWS; row++) {
    const earlier = i8x16.avgr_u(v128.load(a), v128.load(b));
    sums = i16x8.add(sums, apart(earlier, i8x16.avgr_u(v128.load(c), v128.load(d))));
    a += step;
    b += step;
    c += step;
    d += step;
  }
  const pairs = i32x4.extadd_pairwise_i16x8_s(sums);
  const two = i32x4.add(pairs, v128.shuffle<i64>(pairs, pairs, 1, 0));
  return i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1);
}
