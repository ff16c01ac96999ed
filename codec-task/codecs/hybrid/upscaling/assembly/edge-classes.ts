import { rows, strideOf } from '../../../../signal/assembly/plane.ts';
import { room } from '../../../../signal/assembly/room.ts';
import { codedHeight, codedPlane, codedWidth, sideOf } from './planes.ts';

/** Steps of activity, and directions: none, changes across, changes down, and along both diagonals. */
export const ACTIVITIES: i32 = 6;
export const DIRECTIONS: i32 = 5;
export const CLASSES: i32 = ACTIVITIES * DIRECTIONS;
export const THRESHOLDS: i32 = ACTIVITIES - 1;
/** The two diagonals' directions, which change places in a mirror. */
export const FALLING: i32 = 3;
export const RISING: i32 = 4;
/** Columns before and behind a row of sums, which blocks at the border look at. */
const BESIDE: i32 = 8;

/** Second differences in four directions summed over four rows, for each column. */
let across: usize = 0;
let down: usize = 0;
let falling: usize = 0;
let rising: usize = 0;
/** Of each block of 2x2 coded samples. */
let activities: usize = 0;
let directions: usize = 0;
let map: usize = 0;
/** Least activity of each step but the first, of the plane that is classified. */
let thresholds: usize = 0;

export function openClasses(): void {
  const bytes = (codedWidth + 2 * BESIDE + 8) * 2;
  across = room(bytes);
  down = room(bytes);
  falling = room(bytes);
  rising = room(bytes);
  const blocks = blocksAlong(codedWidth) * blocksAlong(codedHeight);
  activities = room(blocks * 4);
  directions = room(blocks);
  map = room(blocks);
  thresholds = room(THRESHOLDS * 4);
}

export function blocksAlong(side: i32): i32 {
  return (side + 1) >> 1;
}

export function thresholdsAt(): usize {
  return thresholds;
}

/** Of each block row by row, 4 bytes each, for choosing thresholds. */
export function activitiesAt(): usize {
  return activities;
}

/** Class of the block that a coded sample lies in. @param columns blocks of a row */
export function classAt(x: i32, y: i32, columns: i32): i32 {
  return <i32>load<u8>(map + <usize>((y >> 1) * columns + (x >> 1)));
}

/** Activity and direction of each block of a coded plane, over the 4x4 samples around it. */
export function measureBlocks(plane: i32): void {
  const planeWidth = sideOf(plane, codedWidth);
  const columns = blocksAlong(planeWidth);
  const lines = blocksAlong(sideOf(plane, codedHeight));
  for (let line: i32 = 0; line < lines; line++) {
    sumColumns(codedPlane(plane), planeWidth, 2 * line - 1);
    for (let column: i32 = 0; column < columns; column++) {
      const at = (<usize>(2 * column - 1 + BESIDE)) << 1;
      const horizontal = fourColumns(across + at);
      const vertical = fourColumns(down + at);
      const block = <usize>(line * columns + column);
      store<i32>(activities + (block << 2), horizontal + vertical);
      store<u8>(
        directions + block,
        <u8>direction(horizontal, vertical, fourColumns(falling + at), fourColumns(rising + at)),
      );
    }
  }
}

/** One is more than twice of what is upright to it, and no other is larger. */
function direction(horizontal: i32, vertical: i32, fall: i32, rise: i32): i32 {
  const most = max<i32>(max<i32>(horizontal, vertical), max<i32>(fall, rise));
  if (horizontal === most) return horizontal > 2 * vertical ? 1 : 0;
  if (vertical === most) return vertical > 2 * horizontal ? 2 : 0;
  if (fall === rise) return 0;
  return fall > rise ? (fall > 2 * rise ? FALLING : 0) : rise > 2 * fall ? RISING : 0;
}

/** Four rows of at most 2,046 each stay within 16 bits. */
function sumColumns(origin: usize, planeWidth: i32, top: i32): void {
  const stride = strideOf(planeWidth);
  const step = rows(1, stride);
  for (let x: i32 = -BESIDE; x < planeWidth + BESIDE; x += 8) {
    let horizontal = i16x8.splat(0);
    let vertical = horizontal;
    let fall = horizontal;
    let rise = horizontal;
    for (let row: i32 = 0; row < 4; row++) {
      const at = origin + rows(top + row, stride) + ((<usize>x) << 1);
      const twice = i16x8.shl(v128.load(at), 1);
      horizontal = i16x8.add(horizontal, bend(twice, v128.load(at - 2), v128.load(at, 2)));
      vertical = i16x8.add(vertical, bend(twice, v128.load(at - step), v128.load(at + step)));
      fall = i16x8.add(fall, bend(twice, v128.load(at - step - 2), v128.load(at + step, 2)));
      rise = i16x8.add(rise, bend(twice, v128.load(at - step, 2), v128.load(at + step - 2)));
    }
    const to = (<usize>(x + BESIDE)) << 1;
    v128.store(across + to, horizontal);
    v128.store(down + to, vertical);
    v128.store(falling + to, fall);
    v128.store(rising + to, rise);
  }
}

function bend(twice: v128, one: v128, other: v128): v128 {
  return i16x8.abs(i16x8.sub(twice, i16x8.add(one, other)));
}

function fourColumns(at: usize): i32 {
  return <i32>load<i16>(at) + <i32>load<i16>(at, 2) + <i32>load<i16>(at, 4) + <i32>load<i16>(at, 6);
}

/** The class of each block of the measured plane by the present thresholds. */
export function classifyBlocks(plane: i32): void {
  const blocks = blocksAlong(sideOf(plane, codedWidth)) * blocksAlong(sideOf(plane, codedHeight));
  for (let block: i32 = 0; block < blocks; block++) {
    const activity = load<i32>(activities + ((<usize>block) << 2));
    let step: i32 = 0;
    while (step < THRESHOLDS && activity >= load<i32>(thresholds + ((<usize>step) << 2))) step++;
    const own = step * DIRECTIONS + <i32>load<u8>(directions + <usize>block);
    store<u8>(map + <usize>block, <u8>own);
  }
}
