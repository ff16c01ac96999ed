import { rows, strideOf } from '../../../../signal/assembly/plane.ts';
import { room } from '../../../../signal/assembly/room.ts';
import { blocksAlong, CLASSES, classAt, DIRECTIONS, FALLING, RISING } from './edge-classes.ts';
import { foldedPhase, foldedPhases, isMirrored, nearestTo } from './phases.ts';
import { codedPlane, codedWidth, height, outputAt, samplesBefore, sideOf, width } from './planes.ts';

/** Coded samples that a filter weighs, less the nearest one: the others of a diamond of 24. */
export const FEATURES: i32 = 23;
/** Features and the error that is to be made good. */
const VALUES: i32 = FEATURES + 1;
const PRODUCTS: i32 = (VALUES * (VALUES + 1)) / 2;
/** Places of the diamond in the mirror-free window, from the nearest sample, x and y; rows from above. */
const PLACES = memory.data<i8>([
  0, -2, 1, -2, -1, -1, 0, -1, 1, -1, 2, -1, -2, 0, -1, 0, 1, 0, 2, 0, 3, 0, -2, 1, -1, 1, 0, 1, 1, 1, 2, 1,
  3, 1, -1, 2, 0, 2, 1, 2, 2, 2, 0, 3, 1, 3,
]);
/** Samples that are collected before their products are added: 64 products of 1023 squared stay within 32 bits. */
const COLLECTED: i32 = 64;
const PAIR_BYTES: i32 = VALUES * 4;
const COLLECTION_BYTES: i32 = (COLLECTED / 2) * PAIR_BYTES;

/** The source picture: planar 4:2:0, 8 bits. */
let source: usize = 0;
/** Of each group, that is class and folded phase: values of two samples side by side, and how many have been collected. */
let collections: usize = 0;
let counts: usize = 0;
/** Of each group, the lower triangle row by row, 64-bit floats that hold whole numbers. */
let products: usize = 0;
/** Distances in bytes from the nearest sample to the others, for each way of mirroring. */
let distances: usize = 0;

export function openSums(): void {
  const groups = groupCount();
  source = room((width * height * 3) >> 1);
  collections = room(groups * COLLECTION_BYTES);
  counts = room(groups * 4);
  products = room(groups * PRODUCTS * 8);
  distances = room(4 * FEATURES * 4);
}

function groupCount(): i32 {
  return CLASSES * foldedPhases() * foldedPhases();
}

/** Where the source's picture is put, in 8 bits. */
export function sourceAt(): usize {
  return source;
}

/**
 * Sums of every product of two features, of a feature and the error, and of the error's square, the error last. Groups by
 * folded phase down, then across, then by class.
 */
export function productsAt(): usize {
  return products;
}

export function startSums(): void {
  memory.fill(products, 0, <usize>(groupCount() * PRODUCTS * 8));
  memory.fill(counts, 0, <usize>(groupCount() * 4));
}

/** Adds the samples of a plane that has been upscaled by what the fit adds to. */
export function sumPlane(plane: i32): void {
  const stride = strideOf(sideOf(plane, codedWidth));
  const columns = blocksAlong(sideOf(plane, codedWidth));
  const planeWidth = sideOf(plane, width);
  const planeHeight = sideOf(plane, height);
  setDistances(stride);
  for (let y: i32 = 0; y < planeHeight; y++) {
    const nearY = nearestTo(y);
    for (let x: i32 = 0; x < planeWidth; x++) {
      const nearX = nearestTo(x);
      const mirror = isMirrored(x) + 2 * isMirrored(y);
      const own = groupOf(classAt(nearX, nearY, columns), mirror, foldedPhase(x), foldedPhase(y));
      const at = codedPlane(plane) + rows(nearY, stride) + ((<usize>nearX) << 1);
      const place = y * planeWidth + x;
      const wanted = (<i32>load<u8>(source + <usize>(samplesBefore(plane) + place))) << 2;
      collect(own, at, mirror, wanted - <i32>load<u16>(outputAt(plane) + ((<usize>place) << 1)));
    }
  }
}

/** In one mirror the diagonals change places. */
function groupOf(kind: i32, mirror: i32, phaseX: i32, phaseY: i32): i32 {
  const direction = kind % DIRECTIONS;
  const swapped = mirror === 1 || mirror === 2;
  const turned = swapped && direction === FALLING ? 1 : swapped && direction === RISING ? -1 : 0;
  return (phaseY * foldedPhases() + phaseX) * CLASSES + kind + turned;
}

function setDistances(stride: i32): void {
  for (let mirror: i32 = 0; mirror < 4; mirror++)
    for (let index: i32 = 0; index < FEATURES; index++) {
      const x = <i32>load<i8>(PLACES + ((<usize>index) << 1));
      const y = <i32>load<i8>(PLACES + ((<usize>index) << 1), 1);
      const movedX = (mirror & 1) === 1 ? -x : x;
      const movedY = mirror >= 2 ? -y : y;
      const to = distances + ((<usize>(mirror * FEATURES + index)) << 2);
      store<i32>(to, (movedY * stride + movedX) << 1);
    }
}

function collect(group: i32, at: usize, mirror: i32, error: i32): void {
  const counter = counts + ((<usize>group) << 2);
  const count = load<i32>(counter);
  const to = collections + <usize>(group * COLLECTION_BYTES + (count >> 1) * PAIR_BYTES + ((count & 1) << 1));
  const middle = <i32>load<u16>(at);
  const own = distances + ((<usize>(mirror * FEATURES)) << 2);
  for (let index: i32 = 0; index < FEATURES; index++) {
    const offset = (<usize>index) << 2;
    store<i16>(to + offset, <i16>(<i32>load<u16>(at + <usize>load<i32>(own + offset)) - middle));
  }
  store<i16>(to + ((<usize>FEATURES) << 2), <i16>error);
  store<i32>(counter, count + 1);
  if (count + 1 === COLLECTED) addProducts(group);
}

/** To be called behind the last plane: adds what is left of each group. */
export function finishSums(): void {
  for (let group: i32 = 0; group < groupCount(); group++) {
    const count = load<i32>(counts + ((<usize>group) << 2));
    if (count === 0) continue;
    const start = collections + <usize>(group * COLLECTION_BYTES);
    if ((count & 1) === 1) clearSecond(start + <usize>((count >> 1) * PAIR_BYTES));
    const used = ((count + 1) >> 1) * PAIR_BYTES;
    memory.fill(start + <usize>used, 0, <usize>(COLLECTION_BYTES - used));
    addProducts(group);
  }
}

function clearSecond(pair: usize): void {
  for (let index: i32 = 0; index < VALUES; index++) store<i16>(pair + ((<usize>index) << 2), 0, 2);
}

function addProducts(group: i32): void {
  const start = collections + <usize>(group * COLLECTION_BYTES);
  const end = start + <usize>COLLECTION_BYTES;
  let to = products + <usize>(group * PRODUCTS * 8);
  for (let first: i32 = 0; first < VALUES; first++)
    for (let second: i32 = 0; second <= first; second += 4) {
      let sums = i32x4.splat(0);
      for (let pair = start; pair < end; pair += <usize>PAIR_BYTES) {
        const one = v128.load32_splat(pair + ((<usize>first) << 2));
        sums = i32x4.add(sums, i32x4.dot_i16x8_s(one, v128.load(pair + ((<usize>second) << 2))));
      }
      const most = min<i32>(4, first - second + 1);
      add(to, i32x4.extract_lane(sums, 0));
      if (most > 1) add(to + 8, i32x4.extract_lane(sums, 1));
      if (most > 2) add(to + 16, i32x4.extract_lane(sums, 2));
      if (most > 3) add(to + 24, i32x4.extract_lane(sums, 3));
      to += <usize>(most * 8);
    }
  store<i32>(counts + ((<usize>group) << 2), 0);
}

function add(to: usize, value: i32): void {
  store<f64>(to, load<f64>(to) + <f64>value);
}
