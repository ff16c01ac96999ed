import { RangeDecoder } from '../../../signal/range-decoder.ts';
import { RangeEncoder } from '../../../signal/range-encoder.ts';
import type { Ratio } from '../reduction/reduction.ts';
import { readScales, writeScales } from '../restoration/coding.ts';
import type { FilterShape } from '../restoration/description.ts';
import { readFilters, writeFilters } from '../restoration/filter-coding.ts';
import {
  EDGE_DIRECTIONS,
  EDGE_THRESHOLDS,
  groupCount,
  type PlaneUpscaling,
  UPSCALING_FEATURES,
  type Upscaling,
} from './description.ts';

/** Of the filters that bring a plane back to its size. */
export function upscalingShape(ratio: Ratio): FilterShape {
  return { classes: groupCount(ratio), features: UPSCALING_FEATURES, moreActive: EDGE_DIRECTIONS };
}

/** A description of an upscaling as range-coded bytes; `readUpscaling` takes them back. */
export function writeUpscaling(upscaling: Upscaling, ratio: Ratio): Uint8Array {
  const encoder = new RangeEncoder();
  for (const { thresholds, filters } of upscaling) {
    writeScales(encoder, thresholds);
    writeFilters(encoder, filters, upscalingShape(ratio));
  }
  return encoder.finish();
}

/** @throws InvalidBitstreamError */
export function readUpscaling(bytes: Uint8Array, ratio: Ratio): Upscaling {
  const decoder = new RangeDecoder(bytes);
  const readPlane = (): PlaneUpscaling => ({
    thresholds: readScales(decoder, EDGE_THRESHOLDS),
    filters: readFilters(decoder, upscalingShape(ratio)),
  });
  return [readPlane(), readPlane(), readPlane()];
}
