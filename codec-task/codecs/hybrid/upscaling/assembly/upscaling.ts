import { rows, strideOf } from '../../../../signal/assembly/plane.ts';
import { room } from '../../../../signal/assembly/room.ts';
import { blocksAlong, CLASSES, classAt, openClasses } from './edge-classes.ts';
import { isMirrored, MOST_PHASES, nearestTo, openPhases, whole } from './phases.ts';
import { codedPlane, codedWidth, height, openPlanes, outputAt, sideOf, width } from './planes.ts';
import { openSums } from './sums.ts';

export {
  activitiesAt,
  blocksAlong,
  CLASSES,
  classifyBlocks,
  measureBlocks,
  THRESHOLDS,
  thresholdsAt,
} from './edge-classes';
export { inputAt, outputAt, takeCoded } from './planes';
export { FEATURES, finishSums, productsAt, sourceAt, startSums, sumPlane } from './sums';

/** Rows of a filter, each of eight 16-bit weights of which the last two are 0. */
const ROWS: i32 = 6;
const FILTER_BYTES: i32 = ROWS * 16;
/** Weights are whole multiples of 1/4096. */
const PRECISION: i32 = 12;

/** Filters by class, then by phase down, then by phase across. */
let filters: usize = 0;

/**
 * Makes ready for pictures that are coded at a part of their size. All sides are even, and those of the coded picture
 * `ofCoded` for each `ofWhole` of the shown one, rounded up.
 * @param withSums for fitting, which decoding does without
 */
export function open(
  ofCodedWidth: i32,
  ofCodedHeight: i32,
  ofWidth: i32,
  ofHeight: i32,
  ofCoded: i32,
  ofWhole: i32,
  withSums: i32,
): void {
  openPlanes(ofCodedWidth, ofCodedHeight, ofWidth, ofHeight);
  openPhases(ofCoded, ofWhole);
  openClasses();
  filters = room(CLASSES * MOST_PHASES * MOST_PHASES * FILTER_BYTES);
  if (withSums !== 0) openSums();
}

export function filtersAt(): usize {
  return filters;
}

/** Makes a plane of the shown picture from the coded one, whose blocks have been classified. */
export function upscalePlane(plane: i32): void {
  const stride = strideOf(sideOf(plane, codedWidth));
  const step = rows(1, stride);
  const columns = blocksAlong(sideOf(plane, codedWidth));
  const planeWidth = sideOf(plane, width);
  const planeHeight = sideOf(plane, height);
  const origin = codedPlane(plane);
  let to = outputAt(plane);
  for (let y: i32 = 0; y < planeHeight; y++) {
    const nearY = nearestTo(y);
    const row = origin + rows(nearY - 2 - isMirrored(y), stride);
    const phases = (y % whole) * whole;
    for (let x: i32 = 0; x < planeWidth; x++) {
      const nearX = nearestTo(x);
      const own = (classAt(nearX, nearY, columns) * whole * whole + phases + (x % whole)) * FILTER_BYTES;
      const filter = filters + <usize>own;
      const at = row + ((<usize>(nearX - 2 - isMirrored(x))) << 1);
      // Six rows of six samples of at most 1023, with weights of 16 bits: below 2^31.
      const sums = i32x4.add(
        i32x4.add(
          i32x4.add(
            i32x4.dot_i16x8_s(v128.load(at), v128.load(filter)),
            i32x4.dot_i16x8_s(v128.load(at + step), v128.load(filter, 16)),
          ),
          i32x4.add(
            i32x4.dot_i16x8_s(v128.load(at + 2 * step), v128.load(filter, 32)),
            i32x4.dot_i16x8_s(v128.load(at + 3 * step), v128.load(filter, 48)),
          ),
        ),
        i32x4.add(
          i32x4.dot_i16x8_s(v128.load(at + 4 * step), v128.load(filter, 64)),
          i32x4.dot_i16x8_s(v128.load(at + 5 * step), v128.load(filter, 80)),
        ),
      );
      const two = i32x4.add(sums, v128.shuffle<i64>(sums, sums, 1, 0));
      const sum = i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1);
      const sample = (sum + (1 << (PRECISION - 1))) >> PRECISION;
      store<u16>(to, <u16>max<i32>(0, min<i32>(1023, sample)));
      to += 2;
    }
  }
}
