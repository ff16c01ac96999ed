import { codedPictures, type Ratio } from '../reduction/reduction.ts';
import type { Plane } from '../restoration/description.ts';
import { upscalingShape } from '../upscaling/coding.ts';
import {
  EDGE_THRESHOLDS,
  groupCount,
  type PlaneUpscaling,
  UPSCALING_FEATURES,
  type Upscaling,
} from '../upscaling/description.ts';
import { filterTable } from '../upscaling/filter-table.ts';
import { openUpscalingKernel, type UpscalingKernel } from '../upscaling/kernel.ts';
import { takeCodedPicture } from '../upscaling/upscaler.ts';
import { equalShares } from './choose-scales.ts';
import { type Products, productCount, unfilteredError } from './class-products.ts';
import { type ClipFiles, ClipReader, decodedPlace, decodedSize } from './clip-files.ts';
import { fitFilters } from './fit-filters.ts';
import { SHARE } from './plane-shares.ts';

/** Pictures that the thresholds are chosen from. */
const SAMPLED = 4;

/**
 * Fits what brings a clip's coded pictures back to its size: filters by least squares between them and the source, for each
 * class and phase, each beside what Lanczos' kernel makes.
 * @param baseBits of the base layer: what a bit more is weighed against
 */
export async function fitUpscaling(files: ClipFiles, ratio: Ratio, baseBits: number): Promise<Upscaling> {
  const kernel = await openUpscalingKernel(files, ratio, true);
  using reader = new ClipReader(files);
  const table = filterTable(ratio, undefined);
  kernel.shorts(kernel.filtersAt(), table.length).set(table);
  const fitPlane = (plane: Plane): PlaneUpscaling => {
    const thresholds = chooseThresholds(kernel, files, reader, plane);
    kernel.integers(kernel.thresholdsAt(), thresholds.length).set(thresholds);
    const products = sumProducts(kernel, files, reader, plane, groupCount(ratio));
    const error = products.reduce((sum, each) => sum + unfilteredError(each), 0);
    const price = error / (SHARE[plane] * baseBits);
    return { thresholds, filters: fitFilters(products, upscalingShape(ratio), price) };
  };
  return [fitPlane(0), fitPlane(1), fitPlane(2)];
}

/** Takes the coded pictures of a clip one after the other, or every so many of them. */
function* codedPicturesOf(
  kernel: UpscalingKernel,
  files: ClipFiles,
  reader: ClipReader,
  apart = 1,
): Generator<number> {
  const coded = decodedSize(files);
  const pictures = codedPictures(files.frames, files.reduction?.step ?? 1);
  for (let index = apart >> 1; index < pictures; index += apart) {
    takeCodedPicture(kernel, reader.decoded(index), coded);
    yield index;
  }
}

function chooseThresholds(
  kernel: UpscalingKernel,
  files: ClipFiles,
  reader: ClipReader,
  plane: Plane,
): number[] {
  const { width, height } = decodedSize(files);
  const pictures = codedPictures(files.frames, files.reduction?.step ?? 1);
  const side = (luma: number) => kernel.blocksAlong(plane === 0 ? luma : luma / 2);
  const activities: number[] = [];
  for (const _ of codedPicturesOf(kernel, files, reader, Math.ceil(pictures / SAMPLED))) {
    kernel.measureBlocks(plane);
    for (const activity of kernel.integers(kernel.activitiesAt(), side(width) * side(height)))
      activities.push(activity);
  }
  return equalShares(activities, EDGE_THRESHOLDS);
}

/** Of each group. */
function sumProducts(
  kernel: UpscalingKernel,
  files: ClipFiles,
  reader: ClipReader,
  plane: Plane,
  groups: number,
): Products[] {
  kernel.startSums();
  for (const index of codedPicturesOf(kernel, files, reader)) {
    const source = reader.source(decodedPlace(files, index));
    kernel.bytes(kernel.sourceAt(), source.length).set(source);
    kernel.measureBlocks(plane);
    kernel.classifyBlocks(plane);
    kernel.upscalePlane(plane);
    kernel.sumPlane(plane);
  }
  kernel.finishSums();
  const count = productCount(UPSCALING_FEATURES);
  return Array.from({ length: groups }, (_, group) =>
    kernel.doubles(kernel.productsAt() + group * count * 8, count).slice(),
  );
}
