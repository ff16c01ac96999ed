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
  const planes = from < WITH_CHROMA ? 3 : 1;
  searchMotion(levels(current), levels(other), width, height, vectors);
  const found = <usize>load<u32>(vectors);
  const columns = blocksAlong(width);
  const lines = blocksAlong(height);
  const stride = strideOf(width);
  const chromaStride = strideOf(chromaWidth);
  for (let line: i32 = 0; line < lines; line++)
    for (let column: i32 = 0; column < columns; column++) {
      const at = found + ((<usize>(line * columns + column)) << 2);
      const x = <i32>load<i16>(at);
      const y = <i32>load<i16>(at, 2);
      const block = rows(line * BLOCK, stride) + ((<usize>(column * BLOCK)) << 1);
      const moved = rows(y >> 2, stride) + ((<usize>(x >> 2)) << 1);
      interpolate(
        luma(other) + block + moved,
        stride,
        x & 3,
        y & 3,
        8,
        BLOCK,
        prediction(from, 0) + block,
        stride,
      );
      const small = rows((line * BLOCK) >> 1, chromaStride) + <usize>(column * BLOCK);
      const smallMoved = rows(y >> 3, chromaStride) + ((<usize>(x >> 3)) << 1);
      for (let plane: i32 = 1; plane < planes; plane++)
        interpolate(
          chroma(other, plane) + small + smallMoved,
          chromaStride,
          x & 7,
          y & 7,
          4,
          BLOCK >> 1,
          prediction(from, plane) + small,
          chromaStride,
        );
    }
  // Features look one sample beyond.
  extend(prediction(from, 0), width, height);
}

/** Stands in for a neighbour that is not looked at: no difference anywhere. */
export function predictItself(current: i32, from: i32): void {
  memory.copy(
    prediction(from, 0) - rows(PADDING, strideOf(width)) - ((<usize>PADDING) << 1),
    luma(current) - rows(PADDING, strideOf(width)) - ((<usize>PADDING) << 1),
    <usize>planeBytes(width, height),
  );
}
