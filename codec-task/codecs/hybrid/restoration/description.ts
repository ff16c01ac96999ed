/** Planes of a picture: Y, U and V. */
export const PLANES = [0, 1, 2] as const;
export type Plane = (typeof PLANES)[number];

/** Classes that a 4x4 block can have, thresholds between them, and features of a sample, as the kernel has them. */
export const CLASSES = 120;
export const THRESHOLDS = 11;
export const FEATURES: readonly [number, number, number] = [30, 16, 16];
/** What filters of one kind are told for: classes, the features of each sample, and classes between one and the next of more activity. */
export interface FilterShape {
  readonly classes: number;
  readonly features: number;
  readonly moreActive: number;
}

/** Of the filters that restore a plane; the classes between are directions times deviations. */
export function restorationShape(plane: Plane): FilterShape {
  return { classes: CLASSES, features: FEATURES[plane], moreActive: 15 };
}

/** Limits of clipped features: spatial, near and far, of luma and then of chroma. */
export const LIMITS = 6;
/** Weights are multiples of 1/256 and lie between -2 and 2. */
export const UNIT_WEIGHT = 256;
export const LARGEST_WEIGHT = 511;
/** Sides of a block that is switched on or off, in luma samples. */
export const SWITCHED_SIDE = 64;

/** Filters of one plane: whole multiples of 1/256 for each feature, and which filter each class has, -1 for none. */
export interface PlaneFilters {
  readonly filters: readonly Int16Array[];
  readonly filterOf: Int16Array;
}

/** Of one plane of one picture: off, on, or on in those blocks whose byte is 1. */
export type Switch = 'off' | 'on' | Uint8Array;

/** All that a decoder is told to restore a clip. */
export interface Restoration {
  /** Whether the second neighbours before and after are looked at too. */
  readonly usesFarNeighbours: boolean;
  /** Of activities and deviations, as the kernel takes them. */
  readonly thresholds: readonly number[];
  readonly limits: readonly number[];
  readonly planes: readonly [PlaneFilters, PlaneFilters, PlaneFilters];
  /** Of each picture, each plane. */
  readonly switches: readonly (readonly [Switch, Switch, Switch])[];
}
