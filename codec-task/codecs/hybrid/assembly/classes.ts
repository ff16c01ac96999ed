import { rows, strideOf } from '../../../signal/assembly/plane.ts';
import { room } from '../../../signal/assembly/room.ts';
import { height, luma, width } from './picture.ts';
import { prediction } from './prediction.ts';

/** Steps of activity, of direction, and of how far the neighbouring pictures' predictions are off. */
export const ACTIVITIES: i32 = 8;
export const DIRECTIONS: i32 = 3;
export const DEVIATIONS: i32 = 5;
export const CLASSES: i32 = ACTIVITIES * DIRECTIONS * DEVIATIONS;
export const THRESHOLDS: i32 = ACTIVITIES - 1 + DEVIATIONS - 1;
const SIDE: i32 = 4;

/** Of each 4x4 block, with one block of margin around: sums of second differences in both directions. */
let horizontal: usize = 0;
let vertical: usize = 0;
let deviations: usize = 0;
let activities: usize = 0;
let directions: usize = 0;
let map: usize = 0;
let stride: i32 = 0;
/** Least activity of each step but the first, then least deviation of each step but the first. */
let thresholds: usize = 0;

/** Blocks along a row, in pairs, as samples are read in eights. */
export function blockColumns(): i32 {
  return ((width + 7) >> 3) << 1;
}

export function blockLines(): i32 {
  return (height + SIDE - 1) / SIDE;
}

export function openClasses(): void {
  stride = blockColumns() + 2;
  const blocks = stride * (blockLines() + 2);
  horizontal = room(blocks * 4);
  vertical = room(blocks * 4);
  activities = room(blocks * 4);
  deviations = room(blocks * 4);
  directions = room(blocks);
  map = room(blocks);
  thresholds = room(THRESHOLDS * 4);
}

export function thresholdsAt(): usize {
  return thresholds;
}

/** Class of the block at a place. */
export function classAt(column: i32, line: i32): usize {
  return map + <usize>((line + 1) * stride + column + 1);
}

/** Sums that classes are made of, for choosing thresholds: blocks row by row with a margin, 4 bytes each. */
export function activitiesAt(): usize {
  return activities;
}

export function deviationsAt(): usize {
  return deviations;
}

/** Activity, direction and deviation of each 4x4 block of the luma of a slot. */
export function measureBlocks(slot: i32): void {
  const plane = luma(slot);
  const sampleStride = strideOf(width);
  const columns = blockColumns();
  const lines = blockLines();
  const before = prediction(0, 0);
  const after = prediction(1, 0);
  for (let line: i32 = 0; line < lines; line++)
    for (let column: i32 = 0; column < columns; column += 2) {
      let across = i16x8.splat(0);
      let down = i16x8.splat(0);
      let off = i16x8.splat(0);
      for (let row: i32 = 0; row < SIDE; row++) {
        const offset = rows(line * SIDE + row, sampleStride) + ((<usize>(column * SIDE)) << 1);
        const at = plane + offset;
        const middle = v128.load(at);
        const twice = i16x8.shl(middle, 1);
        const sides = i16x8.add(v128.load(at - 2), v128.load(at, 2));
        const ends = i16x8.add(v128.load(at - rows(1, sampleStride)), v128.load(at + rows(1, sampleStride)));
        across = i16x8.add(across, i16x8.abs(i16x8.sub(twice, sides)));
        down = i16x8.add(down, i16x8.abs(i16x8.sub(twice, ends)));
        off = i16x8.add(off, i16x8.abs(i16x8.sub(middle, v128.load(before + offset))));
        off = i16x8.add(off, i16x8.abs(i16x8.sub(middle, v128.load(after + offset))));
      }
      const at = (<usize>((line + 1) * stride + column + 1)) << 2;
      storeTwo(horizontal + at, across);
      storeTwo(vertical + at, down);
      storeTwo(deviations + at, off);
    }
  repeatMargin(horizontal, columns, lines);
  repeatMargin(vertical, columns, lines);
  for (let line: i32 = 0; line < lines; line++)
    for (let column: i32 = 0; column < columns; column++) {
      const across = around(horizontal, column, line);
      const down = around(vertical, column, line);
      const at = <usize>((line + 1) * stride + column + 1);
      store<i32>(activities + (at << 2), across + down);
      store<u8>(directions + at, across > 2 * down ? 1 : down > 2 * across ? 2 : 0);
    }
}

/** The class of each block by the present thresholds. */
export function classify(): void {
  const columns = blockColumns();
  const lines = blockLines();
  for (let line: i32 = 0; line < lines; line++)
    for (let column: i32 = 0; column < columns; column++) {
      const at = <usize>((line + 1) * stride + column + 1);
      const activity = load<i32>(activities + (at << 2));
      const deviation = load<i32>(deviations + (at << 2));
      let step: i32 = 0;
      while (step < ACTIVITIES - 1 && activity >= load<i32>(thresholds + ((<usize>step) << 2))) step++;
      let far: i32 = 0;
      while (
        far < DEVIATIONS - 1 &&
        deviation >= load<i32>(thresholds + ((<usize>(ACTIVITIES - 1 + far)) << 2))
      )
        far++;
      const direction = <i32>load<u8>(directions + at);
      store<u8>(map + at, <u8>((step * DIRECTIONS + direction) * DEVIATIONS + far));
    }
}

/** Sums of the first and of the last four lanes. */
function storeTwo(to: usize, lanes: v128): void {
  const pairs = i32x4.extadd_pairwise_i16x8_s(lanes);
  store<i32>(to, i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1));
  store<i32>(to, i32x4.extract_lane(pairs, 2) + i32x4.extract_lane(pairs, 3), 4);
}

/** Weighted by 1 2 1 in both directions over the neighbouring blocks. */
function around(sums: usize, column: i32, line: i32): i32 {
  const at = sums + ((<usize>(line * stride + column)) << 2);
  const down = (<usize>stride) << 2;
  return row(at) + 2 * row(at + down) + row(at + 2 * down);
}

function row(at: usize): i32 {
  return load<i32>(at) + 2 * load<i32>(at, 4) + load<i32>(at, 8);
}

function repeatMargin(sums: usize, columns: i32, lines: i32): void {
  for (let line: i32 = 1; line <= lines; line++) {
    const first = sums + ((<usize>(line * stride)) << 2);
    store<i32>(first, load<i32>(first, 4));
    const last = first + ((<usize>columns) << 2);
    store<i32>(last, load<i32>(last), 4);
  }
  const bytes = (<usize>stride) << 2;
  memory.copy(sums, sums + bytes, bytes);
  memory.copy(sums + bytes * <usize>(lines + 1), sums + bytes * <usize>lines, bytes);
}
