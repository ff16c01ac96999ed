import type { Ratio } from '../reduction/reduction.ts';
import type { PlaneFilters } from '../restoration/description.ts';

/** Classes of a block of 2x2 coded samples, thresholds between them, and directions of each step of activity. */
export const EDGE_CLASSES = 30;
export const EDGE_THRESHOLDS = 5;
export const EDGE_DIRECTIONS = 5;
/** Coded samples that a filter weighs beside the nearest one. */
export const UPSCALING_FEATURES = 23;

/** How one plane is brought back to its size. */
export interface PlaneUpscaling {
  readonly thresholds: readonly number[];
  /** Of each group: by folded phase down, then across, then class. */
  readonly filters: PlaneFilters;
}

/** How the planes Y, U and V are. */
export type Upscaling = readonly [PlaneUpscaling, PlaneUpscaling, PlaneUpscaling];

/** Phases that differ in more than a mirror, in one direction. */
export function foldedPhases({ whole }: Ratio): number {
  return (whole + 1) >> 1;
}

/** Groups of output samples that may have filters of their own. */
export function groupCount(ratio: Ratio): number {
  return EDGE_CLASSES * foldedPhases(ratio) ** 2;
}
