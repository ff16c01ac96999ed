import { BLOCK, blocksAlong, vectorAt } from '../../../signal/assembly/blocks.ts';
import { searchCoarse, searchCoarsest } from '../../../signal/assembly/coarse-search.ts';
import { searchFine } from '../../../signal/assembly/fine-search.ts';
import { interpolate } from '../../../signal/assembly/interpolation.ts';
import { predictOverlapped } from '../../../signal/assembly/overlapped.ts';
import { extend, rows, strideOf } from '../../../signal/assembly/plane.ts';
import { room } from '../../../signal/assembly/room.ts';
import { splitBlocks } from '../../../signal/assembly/small-blocks.ts';
import {
  bytePlanes,
  chroma,
  chromaHeight,
  chromaWidth,
  height,
  luma,
  lumaPlanes,
  planeRoom,
  width,
} from './picture.ts';

/** The picture before, the one after, the second before, the second after. */
export const NEIGHBOURS: i32 = 4;
/** Neighbours next to a picture, and those that predict chroma too. */
const NEAR: i32 = 2;
const WITH_CHROMA: i32 = NEAR;

/** Origins of the predictions from each neighbour: luma and two chroma planes. */
let predictions: usize = 0;
/** The luma planes among them that predictions are written to; a neighbour that is not looked at shows another. */
let lumaOf: usize = 0;
/** Vectors of the 8x8 blocks towards each neighbour. */
let fields: usize = 0;
let fieldBytes: i32 = 0;
/** Vectors at half of the size, and at a quarter towards both near neighbours. */
let coarse: usize = 0;
let coarsest: usize = 0;
/** Of 4x4 blocks, towards the present neighbour. */
let small: usize = 0;

export function openPredictions(): void {
  predictions = room(NEIGHBOURS * 3 * 4);
  lumaOf = room(NEIGHBOURS * 4);
  for (let index: i32 = 0; index < NEIGHBOURS * 3; index++) {
    const isLuma = index % 3 === 0;
    const plane = planeRoom(isLuma ? width : chromaWidth, isLuma ? height : chromaHeight);
    showPrediction(index, plane);
    if (isLuma) store<u32>(lumaOf + ((<usize>(index / 3)) << 2), <u32>plane);
  }
  fieldBytes = blocksAlong(width) * blocksAlong(height) * 4;
  fields = room(4 * fieldBytes);
  small = room(4 * fieldBytes);
  coarse = room(fieldBytes);
  coarsest = room(2 * fieldBytes);
}

/** Vectors of the 8x8 blocks towards a neighbour. */
export function fieldOf(neighbour: i32): usize {
  return fields + <usize>(neighbour * fieldBytes);
}

/** Vectors of the 4x4 blocks, towards whatever is predicted from. */
export function smallField(): usize {
  return small;
}

function showPrediction(index: i32, plane: usize): void {
  store<u32>(predictions + ((<usize>index) << 2), <u32>plane);
}

/** Origin of what one picture predicts of the present one. @param from a neighbour */
export function prediction(from: i32, plane: i32): usize {
  return <usize>load<u32>(predictions + ((<usize>(from * 3 + plane)) << 2));
}

/**
 * Predicts the picture in a slot from the one in another slot, moved as it is found to have moved. Vectors depend on decoded
 * samples alone, so that encoder and decoder find the same. Near neighbours come before far ones.
 */
export function predict(current: i32, other: i32, from: i32): void {
  const field = fieldOf(from);
  showPrediction(from * 3, <usize>load<u32>(lumaOf + ((<usize>from) << 2)));
  searchMotion(bytePlanes(current), bytePlanes(other), from, field);
  splitBlocks(bytePlanes(current), bytePlanes(other), width, height, field, small);
  predictOverlapped(lumaPlanes(other), small, width, height, prediction(from, 0));
  // Features look one sample beyond.
  extend(prediction(from, 0), width, height);
  if (from >= WITH_CHROMA) return;
  for (let plane: i32 = 1; plane < 3; plane++) predictChroma(other, plane, field, prediction(from, plane));
}

/** Near neighbours are searched from coarse to fine, far ones from twice the vectors towards the near one on their side. */
export function searchMotion(current: usize, other: usize, from: i32, field: usize): void {
  if (from >= NEAR) {
    const near = fields + <usize>((from - NEAR) * fieldBytes);
    searchFine(current, other, width, height, near, false, field);
    return;
  }
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const opposite: usize = from === 0 ? 0 : coarsest;
  const own = coarsest + <usize>(from * fieldBytes);
  searchCoarsest(
    <usize>load<u32>(current, 20),
    <usize>load<u32>(other, 20),
    (halfWidth + 1) >> 1,
    (halfHeight + 1) >> 1,
    opposite,
    own,
  );
  searchCoarse(
    <usize>load<u32>(current, 16),
    <usize>load<u32>(other, 16),
    halfWidth,
    halfHeight,
    own,
    coarse,
  );
  searchFine(current, other, width, height, coarse, true, field);
}

/** Blocks of 4x4 samples, two at once where they move alike: eight columns are interpolated anyway. */
export function predictChroma(other: i32, plane: i32, field: usize, to: usize): void {
  const stride = strideOf(chromaWidth);
  const columns = blocksAlong(width);
  for (let line: i32 = 0; line < blocksAlong(height); line++)
    for (let column: i32 = 0; column < columns; column++) {
      const at = vectorAt(field, columns, column, line);
      const x = <i32>load<i16>(at);
      const y = <i32>load<i16>(at, 2);
      const offset = rows((line * BLOCK) >> 1, stride) + <usize>(column * BLOCK);
      const moved = rows(y >> 3, stride) + ((<usize>(x >> 3)) << 1);
      const from = chroma(other, plane) + offset + moved;
      interpolate(from, stride, x & 7, y & 7, BLOCK >> 1, to + offset, stride);
      if (column + 1 < columns && load<u32>(at) === load<u32>(at, 4)) column++;
    }
}

/** Stands in for a neighbour that is not looked at: no difference anywhere. */
export function predictItself(current: i32, from: i32): void {
  showPrediction(from * 3, luma(current));
}
