import { rows, strideOf } from '../../../signal/assembly/plane.ts';
import { room } from '../../../signal/assembly/room.ts';
import { CLASSES } from './classes.ts';
import { gatheredAt, LUMA_FEATURES } from './features.ts';
import {
  classOf,
  featuresOf,
  gather,
  outputAt,
  SWITCHED_CHROMA,
  SWITCHED_LUMA,
  switchColumns,
  switchLines,
} from './filter.ts';
import { chroma, chromaHeight, chromaWidth, height, luma, width } from './picture.ts';

/** Products of two of the features and the target, of the luma: what a class has. */
const PRODUCTS: i32 = ((LUMA_FEATURES + 1) * (LUMA_FEATURES + 2)) / 2;

/** The source picture: planar 4:2:0, 8 bits, without padding. */
let source: usize = 0;
/** Sums of products of each class, 64-bit floats that hold whole numbers. */
let products: usize = 0;
/** Of each block: squared errors as decoded and as restored, 64-bit floats. */
let errors: usize = 0;

export function openStatistics(): void {
  source = room(((width * height * 3) >> 1) + 16);
  products = room(CLASSES * PRODUCTS * 8);
  errors = room(switchColumns() * switchLines() * 16);
}

export function sourceAt(plane: i32): usize {
  if (plane === 0) return source;
  return source + <usize>(width * height + (plane - 1) * chromaWidth * chromaHeight);
}

export function productsAt(): usize {
  return products;
}

export function errorsAt(): usize {
  return errors;
}

/**
 * Sums over a plane, by class, of every product of two features, of a feature and the error that is to be made good, and of
 * that error's square: the lower triangle row by row, the error last. Whole 8x4 groups of samples only.
 */
export function sumProducts(plane: i32, slot: i32): void {
  const planeWidth = plane === 0 ? width : chromaWidth;
  const planeHeight = plane === 0 ? height : chromaHeight;
  const features = featuresOf(plane);
  const count = ((features + 1) * (features + 2)) / 2;
  memory.fill(products, 0, <usize>(CLASSES * count * 8));
  for (let y: i32 = 0; y + 4 <= planeHeight; y += 4)
    for (let x: i32 = 0; x + 8 <= planeWidth; x += 8) {
      for (let row: i32 = 0; row < 4; row++) {
        const samples = gather(plane, x, y + row, slot, row);
        const wanted = v128.load8x8_u(sourceAt(plane) + <usize>((y + row) * planeWidth + x));
        v128.store(gatheredAt(row) + ((<usize>features) << 4), i16x8.sub(i16x8.shl(wanted, 2), samples));
      }
      const left = products + <usize>(classOf(plane, x >> 2, y >> 2) * count * 8);
      const right = products + <usize>(classOf(plane, (x >> 2) + 1, y >> 2) * count * 8);
      addProducts(features + 1, left, right);
    }
}

function addProducts(count: i32, left: usize, right: usize): void {
  let to: usize = 0;
  for (let first: i32 = 0; first < count; first++) {
    const a = (<usize>first) << 4;
    const a0 = v128.load(gatheredAt(0) + a);
    const a1 = v128.load(gatheredAt(1) + a);
    const a2 = v128.load(gatheredAt(2) + a);
    const a3 = v128.load(gatheredAt(3) + a);
    for (let second: i32 = 0; second <= first; second++) {
      const b = (<usize>second) << 4;
      // Eight products of at most 2,046 squared a lane: 33.5 million.
      const sums = i32x4.add(
        i32x4.add(
          i32x4.dot_i16x8_s(a0, v128.load(gatheredAt(0) + b)),
          i32x4.dot_i16x8_s(a1, v128.load(gatheredAt(1) + b)),
        ),
        i32x4.add(
          i32x4.dot_i16x8_s(a2, v128.load(gatheredAt(2) + b)),
          i32x4.dot_i16x8_s(a3, v128.load(gatheredAt(3) + b)),
        ),
      );
      store<f64>(
        left + to,
        load<f64>(left + to) + <f64>(i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1)),
      );
      store<f64>(
        right + to,
        load<f64>(right + to) + <f64>(i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3)),
      );
      to += 8;
    }
  }
}

/** Squared errors of each switchable block of a plane, as decoded and as restored, in 8 bits. */
export function sumErrors(plane: i32, slot: i32): void {
  const planeWidth = plane === 0 ? width : chromaWidth;
  const planeHeight = plane === 0 ? height : chromaHeight;
  const side = plane === 0 ? SWITCHED_LUMA : SWITCHED_CHROMA;
  const decoded = plane === 0 ? luma(slot) : chroma(slot, plane);
  const stride = strideOf(planeWidth);
  memory.fill(errors, 0, <usize>(switchColumns() * switchLines() * 16));
  for (let y: i32 = 0; y < planeHeight; y++)
    for (let x: i32 = 0; x < planeWidth; x++) {
      const at = <usize>(y * planeWidth + x);
      const wanted = <i32>load<u8>(sourceAt(plane) + at);
      const sample = <i32>load<u16>(decoded + rows(y, stride) + ((<usize>x) << 1));
      const before = min<i32>(255, (sample + 2) >> 2) - wanted;
      const after = <i32>load<u8>(outputAt(plane) + at) - wanted;
      const to = errors + <usize>(((y / side) * switchColumns() + x / side) * 16);
      store<f64>(to, load<f64>(to) + <f64>(before * before));
      store<f64>(to, load<f64>(to, 8) + <f64>(after * after), 8);
    }
}
