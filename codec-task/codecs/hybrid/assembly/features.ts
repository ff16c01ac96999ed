import { halve, rows, strideOf } from '../../../signal/assembly/plane.ts';
import { room } from '../../../signal/assembly/room.ts';
import { chroma, chromaWidth, halfLuma, height, luma, planeRoom, width } from './picture.ts';
import { prediction } from './prediction.ts';

/** Features of a luma sample and of a chroma sample; even, as weights are taken in pairs. */
export const LUMA_FEATURES: i32 = 30;
export const CHROMA_FEATURES: i32 = 16;
const MOST: i32 = LUMA_FEATURES + 1;

/** Eight samples of each feature, 16 bits each; four rows of them. */
let gathered: usize = 0;
/** Limits of clipped features in 10-bit steps: spatial, nearer and farther temporal, of luma, then the same of chroma. */
let limits: usize = 0;
/** Predictions of the half-size luma from the picture before and after. */
let halfBefore: usize = 0;
let halfAfter: usize = 0;

export function openFeatures(): void {
  gathered = room(4 * MOST * 16);
  limits = room(6 * 4);
  halfBefore = planeRoom((width + 1) >> 1, (height + 1) >> 1);
  halfAfter = planeRoom((width + 1) >> 1, (height + 1) >> 1);
}

export function limitsAt(): usize {
  return limits;
}

/** @param row 0 to 3 of a group */
export function gatheredAt(row: i32): usize {
  return gathered + <usize>(row * MOST * 16);
}

/** To be called when the predictions of a picture are there. */
export function halvePredictions(): void {
  halve(prediction(0, 0), width, height, halfBefore);
  halve(prediction(1, 0), width, height, halfAfter);
}

function limit(index: i32): v128 {
  return i16x8.splat(load<i16>(limits + ((<usize>index) << 2)));
}

function clip(difference: v128, most: v128): v128 {
  return i16x8.max_s(i16x8.neg(most), i16x8.min_s(most, difference));
}

/** Both samples at an offset and its opposite, less twice the middle. */
function pair(at: usize, offset: i32, twice: v128): v128 {
  return i16x8.sub(i16x8.add(v128.load(at + <usize>offset), v128.load(at - <usize>offset)), twice);
}

function clippedPair(at: usize, offset: i32, middle: v128, most: v128): v128 {
  return i16x8.add(
    clip(i16x8.sub(v128.load(at + <usize>offset), middle), most),
    clip(i16x8.sub(v128.load(at - <usize>offset), middle), most),
  );
}

/**
 * Features of eight luma samples: twelve symmetric pairs of a 7x7 diamond, the four nearest pairs clipped, the differences
 * of the predictions from both next pictures whole and clipped twice, second differences of these predictions, and the
 * differences of the predictions from both pictures after the next, whole and clipped.
 * @returns the samples themselves
 */
export function gatherLuma(x: i32, y: i32, slot: i32, to: usize): v128 {
  const stride = strideOf(width);
  const offset = rows(y, stride) + ((<usize>x) << 1);
  const at = luma(slot) + offset;
  const middle = v128.load(at);
  const twice = i16x8.shl(middle, 1);
  const down = <i32>rows(1, stride);
  v128.store(to, pair(at, 2, twice), 0);
  v128.store(to, pair(at, 4, twice), 16);
  v128.store(to, pair(at, 6, twice), 32);
  v128.store(to, pair(at, down, twice), 48);
  v128.store(to, pair(at, down + 2, twice), 64);
  v128.store(to, pair(at, down - 2, twice), 80);
  v128.store(to, pair(at, down + 4, twice), 96);
  v128.store(to, pair(at, down - 4, twice), 112);
  v128.store(to, pair(at, 2 * down, twice), 128);
  v128.store(to, pair(at, 2 * down + 2, twice), 144);
  v128.store(to, pair(at, 2 * down - 2, twice), 160);
  v128.store(to, pair(at, 3 * down, twice), 176);
  const most = limit(0);
  v128.store(to, clippedPair(at, 2, middle, most), 192);
  v128.store(to, clippedPair(at, down, middle, most), 208);
  v128.store(to, clippedPair(at, down + 2, middle, most), 224);
  v128.store(to, clippedPair(at, down - 2, middle, most), 240);
  const near = limit(1);
  const far = limit(2);
  const before = i16x8.sub(v128.load(prediction(0, 0) + offset), middle);
  const after = i16x8.sub(v128.load(prediction(1, 0) + offset), middle);
  v128.store(to, before, 256);
  v128.store(to, after, 272);
  v128.store(to, clip(before, far), 288);
  v128.store(to, clip(after, far), 304);
  v128.store(to, clip(before, near), 320);
  v128.store(to, clip(after, near), 336);
  gatherAround(prediction(0, 0) + offset, down, to + 352);
  gatherAround(prediction(1, 0) + offset, down, to + 384);
  const farBefore = i16x8.sub(v128.load(prediction(2, 0) + offset), middle);
  const farAfter = i16x8.sub(v128.load(prediction(3, 0) + offset), middle);
  v128.store(to, farBefore, 416);
  v128.store(to, farAfter, 432);
  v128.store(to, clip(farBefore, near), 448);
  v128.store(to, clip(farAfter, near), 464);
  return middle;
}

/** Second differences in both directions. */
function gatherAround(at: usize, down: i32, to: usize): void {
  const twice = i16x8.shl(v128.load(at), 1);
  v128.store(to, pair(at, 2, twice));
  v128.store(to, pair(at, down, twice), 16);
}

/**
 * Features of eight chroma samples: six symmetric pairs of a 5x5 diamond, the differences of both predictions whole and
 * clipped, three second differences of the luma at half size and its predictions' differences, and the second difference
 * of the other chroma plane.
 */
export function gatherChroma(plane: i32, x: i32, y: i32, slot: i32, to: usize): v128 {
  const stride = strideOf(chromaWidth);
  const offset = rows(y, stride) + ((<usize>x) << 1);
  const at = chroma(slot, plane) + offset;
  const middle = v128.load(at);
  const twice = i16x8.shl(middle, 1);
  const down = <i32>rows(1, stride);
  v128.store(to, pair(at, 2, twice), 0);
  v128.store(to, pair(at, down, twice), 16);
  v128.store(to, pair(at, down + 2, twice), 32);
  v128.store(to, pair(at, down - 2, twice), 48);
  v128.store(to, pair(at, 4, twice), 64);
  v128.store(to, pair(at, 2 * down, twice), 80);
  const near = limit(4);
  const before = i16x8.sub(v128.load(prediction(0, plane) + offset), middle);
  const after = i16x8.sub(v128.load(prediction(1, plane) + offset), middle);
  v128.store(to, before, 96);
  v128.store(to, after, 112);
  v128.store(to, clip(before, near), 128);
  v128.store(to, clip(after, near), 144);
  // With even sides the half-size luma has the chroma's geometry.
  const lumaAt = halfLuma(slot) + offset;
  const lumaMiddle = v128.load(lumaAt);
  const lumaTwice = i16x8.shl(lumaMiddle, 1);
  v128.store(to, pair(lumaAt, 2, lumaTwice), 160);
  v128.store(to, pair(lumaAt, down, lumaTwice), 176);
  v128.store(to, i16x8.sub(v128.load(halfBefore + offset), lumaMiddle), 192);
  v128.store(to, i16x8.sub(v128.load(halfAfter + offset), lumaMiddle), 208);
  const otherAt = chroma(slot, 3 - plane) + offset;
  const otherTwice = i16x8.shl(v128.load(otherAt), 1);
  v128.store(to, pair(otherAt, 2, otherTwice), 224);
  v128.store(to, pair(otherAt, down, otherTwice), 240);
  return middle;
}
