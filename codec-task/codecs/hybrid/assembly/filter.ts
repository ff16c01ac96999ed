import { highPairs, lowPairs } from '../../../signal/assembly/interpolation.ts';
import { rows, strideOf } from '../../../signal/assembly/plane.ts';
import { room } from '../../../signal/assembly/room.ts';
import { CLASSES, classAt } from './classes.ts';
import { CHROMA_FEATURES, gatherChroma, gatheredAt, gatherLuma, LUMA_FEATURES } from './features.ts';
import { chroma, chromaHeight, chromaWidth, height, luma, width } from './picture.ts';

/** Side of a block that is switched on or off, in samples of luma and of chroma. */
export const SWITCHED_LUMA: i32 = 64;
export const SWITCHED_CHROMA: i32 = 32;
/** Weights are whole multiples of 1/256. */
const PRECISION: i32 = 8;

/** Weights of each plane: features of class 0, of class 1 and so on, 16 bits each. */
let weights: usize = 0;
/** A byte for each block of each plane: 0 leaves it as it was decoded. */
let switches: usize = 0;
/** The restored picture: planar 4:2:0, 8 bits, without padding. */
let output: usize = 0;

export function openFilter(): void {
  weights = room(3 * CLASSES * LUMA_FEATURES * 2);
  switches = room(3 * switchColumns() * switchLines());
  // A row is written eight samples at a time.
  output = room(((width * height * 3) >> 1) + 16);
}

export function switchColumns(): i32 {
  return (width + SWITCHED_LUMA - 1) / SWITCHED_LUMA;
}

export function switchLines(): i32 {
  return (height + SWITCHED_LUMA - 1) / SWITCHED_LUMA;
}

export function weightsAt(plane: i32): usize {
  return weights + <usize>(plane * CLASSES * LUMA_FEATURES * 2);
}

export function switchesAt(plane: i32): usize {
  return switches + <usize>(plane * switchColumns() * switchLines());
}

export function outputAt(plane: i32): usize {
  if (plane === 0) return output;
  return output + <usize>(width * height + (plane - 1) * chromaWidth * chromaHeight);
}

export function featuresOf(plane: i32): i32 {
  return plane === 0 ? LUMA_FEATURES : CHROMA_FEATURES;
}

/** The features of eight samples into a row of the gathered ones. @returns the samples */
export function gather(plane: i32, x: i32, y: i32, slot: i32, row: i32): v128 {
  return plane === 0
    ? gatherLuma(x, y, slot, gatheredAt(row))
    : gatherChroma(plane, x, y, slot, gatheredAt(row));
}

/** Class of a 4x4 block of a plane; a chroma block has the class of the luma block at its upper left. */
export function classOf(plane: i32, column: i32, line: i32): i32 {
  const step = plane === 0 ? 0 : 1;
  return <i32>load<u8>(classAt(column << step, line << step));
}

/** Restores a plane of the picture in a slot by the present weights where it is switched on. */
export function filterPlane(plane: i32, slot: i32): void {
  const planeWidth = plane === 0 ? width : chromaWidth;
  const planeHeight = plane === 0 ? height : chromaHeight;
  const side = plane === 0 ? SWITCHED_LUMA : SWITCHED_CHROMA;
  const features = featuresOf(plane);
  const bytes = <usize>(features * 2);
  const own = weightsAt(plane);
  const decoded = plane === 0 ? luma(slot) : chroma(slot, plane);
  const stride = strideOf(planeWidth);
  for (let y: i32 = 0; y < planeHeight; y++) {
    const out = outputAt(plane) + <usize>(y * planeWidth);
    const flags = switchesAt(plane) + <usize>((y / side) * switchColumns());
    for (let x: i32 = 0; x < planeWidth; x += 8) {
      let samples: v128;
      if (load<u8>(flags + <usize>(x / side)) === 0)
        samples = v128.load(decoded + rows(y, stride) + ((<usize>x) << 1));
      else {
        samples = gather(plane, x, y, slot, 0);
        const left = own + bytes * <usize>classOf(plane, x >> 2, y >> 2);
        const right = own + bytes * <usize>classOf(plane, (x >> 2) + 1, y >> 2);
        samples = i16x8.add(samples, correction(features, left, right));
      }
      // Rounded to 8 bits as every 10-bit decode is; saturated at both ends.
      const rounded = i16x8.shr_s(i16x8.add(samples, i16x8.splat(2)), 2);
      v128.store64_lane(out + <usize>x, i8x16.narrow_i16x8_u(rounded, rounded), 0);
    }
  }
}

/** Weighted sum of the gathered features: the first four samples by one set of weights, the last four by another. */
function correction(features: i32, left: usize, right: usize): v128 {
  const gathered = gatheredAt(0);
  let low = i32x4.splat(1 << (PRECISION - 1));
  let high = low;
  for (let feature: i32 = 0; feature < features; feature += 2) {
    const at = gathered + ((<usize>feature) << 4);
    const first = v128.load(at);
    const second = v128.load(at, 16);
    const weight = (<usize>feature) << 1;
    low = i32x4.add(low, i32x4.dot_i16x8_s(lowPairs(first, second), i32x4.splat(load<i32>(left + weight))));
    high = i32x4.add(
      high,
      i32x4.dot_i16x8_s(highPairs(first, second), i32x4.splat(load<i32>(right + weight))),
    );
  }
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, PRECISION), i32x4.shr_s(high, PRECISION));
}
