import { interpolate } from '../../../signal/assembly/interpolation.ts';
import { BLOCK, blocksAlong, searchMotion } from '../../../signal/assembly/motion-search.ts';
import { extend, PADDING, planeBytes, rows, strideOf } from '../../../signal/assembly/plane.ts';
import {
  chroma,
  chromaHeight,
  chromaWidth,
  height,
  levels,
  luma,
  planeRoom,
  room,
  width,
} from './picture.ts';

/** The picture before, the one after, the second before, the second after. */
export const NEIGHBOURS: i32 = 4;
/** Neighbours that predict chroma too. */
const WITH_CHROMA: i32 = 2;

/** Samples that a block's prediction reaches beyond it on each side. */
const OVERLAP: i32 = BLOCK / 2;
const TENT = memory.data<i16>([1, 3, 5, 7, 9, 11, 13, 15, 15, 13, 11, 9, 7, 5, 3, 1]);
/** Eight columns of a block's own prediction. */
const OWN = memory.data(16 * 16);

/** Origins of the predictions from each neighbour: luma and two chroma planes. */
let predictions: usize = 0;
/** Addresses of the vectors of each level, one search at a time. */
let vectors: usize = 0;

export function openPredictions(): void {
  predictions = room(NEIGHBOURS * 3 * 4);
  for (let index: i32 = 0; index < NEIGHBOURS * 3; index++) {
    const isLuma = index % 3 === 0;
    const plane = planeRoom(isLuma ? width : chromaWidth, isLuma ? height : chromaHeight);
    store<u32>(predictions + ((<usize>index) << 2), <u32>plane);
  }
  vectors = room(3 * 4);
  for (let level: i32 = 0; level < 3; level++) {
    const columns = blocksAlong((width + (1 << level) - 1) >> level);
    const lines = blocksAlong((height + (1 << level) - 1) >> level);
    store<u32>(vectors + ((<usize>level) << 2), <u32>room(columns * lines * 4));
  }
}

/** Origin of what one picture predicts of the present one. @param from a neighbour */
export function prediction(from: i32, plane: i32): usize {
  return <usize>load<u32>(predictions + ((<usize>(from * 3 + plane)) << 2));
}

/** Predicts the picture in a slot from the one in another slot, moved as it is found to have moved. */
export function predict(current: i32, other: i32, from: i32): void {
  searchMotion(levels(current), levels(other), width, height, vectors);
  overlapped(other, prediction(from, 0));
  // Features look one sample beyond.
  extend(prediction(from, 0), width, height);
  if (from >= WITH_CHROMA) return;
  for (let plane: i32 = 1; plane < 3; plane++) predictChroma(other, plane, prediction(from, plane));
}

/** Vector of a block; beyond the picture that of the nearest block. @returns its address */
function vectorAt(column: i32, line: i32): usize {
  const columns = blocksAlong(width);
  const withinX = max<i32>(0, min<i32>(columns - 1, column));
  const withinY = max<i32>(0, min<i32>(blocksAlong(height) - 1, line));
  return <usize>load<u32>(vectors) + ((<usize>(withinY * columns + withinX)) << 2);
}

/**
 * Overlapped block motion compensation (Orchard and Sullivan 1994): each block predicts 16x16 samples, weighted by a tent in
 * both directions whose sum over the blocks is 16 times 16 everywhere.
 */
function overlapped(other: i32, to: usize): void {
  const stride = strideOf(width);
  for (let y: i32 = -PADDING; y < height + PADDING; y++)
    memory.fill(to + rows(y, stride) - ((<usize>PADDING) << 1), 0, (<usize>stride) << 1);
  for (let line: i32 = -1; line <= blocksAlong(height); line++)
    for (let column: i32 = -1; column <= blocksAlong(width); column++) {
      const at = vectorAt(column, line);
      const x = <i32>load<i16>(at);
      const y = <i32>load<i16>(at, 2);
      for (let half: i32 = 0; half < 2; half++) {
        const offset =
          rows(line * BLOCK - OVERLAP, stride) + ((<usize>(column * BLOCK - OVERLAP + half * 8)) << 1);
        const moved = rows(y >> 2, stride) + ((<usize>(x >> 2)) << 1);
        interpolate(luma(other) + offset + moved, stride, x & 3, y & 3, 8, 2 * BLOCK, OWN, 8);
        const across = v128.load(TENT + ((<usize>(half * 8)) << 1));
        for (let row: i32 = 0; row < 2 * BLOCK; row++) {
          // 1023 x 15 / 4 x 15, over all blocks at most 65,488: within 16 bits without a sign.
          const weighted = i16x8.shr_s(
            i16x8.add(i16x8.mul(v128.load(OWN + rows(row, 8)), across), i16x8.splat(2)),
            2,
          );
          const down = v128.load16_splat(TENT + ((<usize>row) << 1));
          const out = to + offset + rows(row, stride);
          v128.store(out, i16x8.add(v128.load(out), i16x8.mul(weighted, down)));
        }
      }
    }
  for (let y: i32 = 0; y < height; y++)
    for (let x: i32 = 0; x < width; x += 8) {
      const at = to + rows(y, stride) + ((<usize>x) << 1);
      v128.store(at, i16x8.shr_u(i16x8.add(v128.load(at), i16x8.splat(32)), 6));
    }
}

function predictChroma(other: i32, plane: i32, to: usize): void {
  const stride = strideOf(chromaWidth);
  for (let line: i32 = 0; line < blocksAlong(height); line++)
    for (let column: i32 = 0; column < blocksAlong(width); column++) {
      const at = vectorAt(column, line);
      const x = <i32>load<i16>(at);
      const y = <i32>load<i16>(at, 2);
      const offset = rows((line * BLOCK) >> 1, stride) + <usize>(column * BLOCK);
      const moved = rows(y >> 3, stride) + ((<usize>(x >> 3)) << 1);
      const from = chroma(other, plane) + offset + moved;
      interpolate(from, stride, x & 7, y & 7, 4, BLOCK >> 1, to + offset, stride);
    }
}

/** Stands in for a neighbour that is not looked at: no difference anywhere. */
export function predictItself(current: i32, from: i32): void {
  memory.copy(
    prediction(from, 0) - rows(PADDING, strideOf(width)) - ((<usize>PADDING) << 1),
    luma(current) - rows(PADDING, strideOf(width)) - ((<usize>PADDING) << 1),
    <usize>planeBytes(width, height),
  );
}
