import { room } from '../../../signal/assembly/room.ts';
import { measureBlocks, openClasses } from './classes.ts';
import { halvePredictions, openFeatures } from './features.ts';
import { openFilter } from './filter.ts';
import { openPictures } from './picture.ts';
import { openPredictions, predict, predictItself } from './prediction.ts';
import { openStatistics } from './statistics.ts';

export { interpolatePicture } from './between';
export {
  activitiesAt,
  blockColumns,
  blockLines,
  CLASSES,
  classify,
  deviationsAt,
  THRESHOLDS,
  thresholdsAt,
} from './classes';
export { limitsAt } from './features';
export {
  featuresOf,
  filterPlane,
  outputAt,
  switchColumns,
  switchesAt,
  switchLines,
  weightsAt,
} from './filter';
export { takePicture } from './picture';
export { errorsAt, productsAt, sourceAt, sumErrors, sumProducts } from './statistics';

let input: usize = 0;

/**
 * Makes ready for pictures of a size, both sides even.
 * @param withStatistics for fitting, which decoding does without
 * @param slots pictures that are held at once
 */
export function open(width: i32, height: i32, withStatistics: i32, slots: i32): void {
  openPictures(width, height, slots);
  input = room(width * height * 3);
  openPredictions();
  openClasses();
  openFeatures();
  openFilter();
  if (withStatistics !== 0) openStatistics();
}

/** Where a decoded picture is put before it is taken into a slot. */
export function inputAt(): usize {
  return input;
}

/**
 * Finds everything that the features of a picture are made of but its classes. Each neighbour is named by its slot.
 * @param farBefore below 0: the second neighbours are not looked at, and predict the picture as it is
 */
export function prepare(current: i32, before: i32, after: i32, farBefore: i32, farAfter: i32): void {
  predict(current, before, 0);
  predict(current, after, 1);
  if (farBefore >= 0) {
    predict(current, farBefore, 2);
    predict(current, farAfter, 3);
  } else {
    predictItself(current, 2);
    predictItself(current, 3);
  }
  halvePredictions();
  measureBlocks(current);
}
