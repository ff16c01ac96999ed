import * as z from 'zod';
import { rounded } from './rounded.ts';

/** Of the definitions in `codec-task/features`: features of different versions are not compared. */
export const FEATURES_VERSION = 1;

/** Over the frames of a clip: the largest, and the mean. */
const Spread = z.strictObject({ max: z.number(), mean: z.number() });

/**
 * What a clip's luminance is like, measured on its source frames (8 bits, limited range) and on nothing that a codec made of
 * them. Levels are those of 8 bits, lengths samples per frame, shares 0 to 1.
 */
export const SceneFeatures = z.strictObject({
  version: z.int(),
  frames: z.int(),
  width: z.int(),
  height: z.int(),
  /** Mean level, 0 to 255. */
  luminance: z.number(),
  /** SI of ITU-T P.910: standard deviation of the Sobel gradient's length, levels. */
  spatial_information: Spread,
  /** TI of ITU-T P.910: standard deviation of the difference to the frame before, levels; null for one frame. */
  temporal_information: Spread.nullable(),
  /** Of blocks of 16x16 between frames of one scene; null for one frame. */
  motion: z
    .strictObject({
      /** Share of the blocks whose motion can be followed; the two lengths are theirs, 0 where there is none. */
      followed_share: z.number(),
      mean: z.number(),
      p95: z.number(),
      /** Share of the absolute difference to the frame before that goes away along the vectors; null where nothing differs. */
      explained_share: z.number().nullable(),
    })
    .nullable(),
  /** Share of the 16x16 blocks that are surfaces without structure, noise apart. */
  flat_share: z.number(),
  /** Standard deviation of the noise on those, levels; null where there is none to measure it on. */
  noise_sigma: z.number().nullable(),
  /** Numbers of the frames that begin another scene, from 0, rising. */
  cuts: z.array(z.int()),
});
export type SceneFeatures = z.output<typeof SceneFeatures>;

/** Features in short, as a record keeps them of each tune clip; means over frames, to a thousandth. */
export const ClipScene = z.strictObject({
  version: z.int(),
  si_mean: z.number(),
  ti_mean: z.number().nullable(),
  motion_mean: z.number().nullable(),
  /** Share of the difference that motion explains. */
  explained: z.number().nullable(),
  flat: z.number(),
  noise: z.number().nullable(),
  luminance: z.number(),
  /** How many. */
  cuts: z.int(),
});
export type ClipScene = z.output<typeof ClipScene>;

export function shortScene(features: SceneFeatures): ClipScene {
  const { version, spatial_information: si, temporal_information: ti, motion, cuts } = features;
  return {
    version,
    si_mean: rounded(si.mean, 3),
    ti_mean: rounded(ti?.mean ?? null, 3),
    motion_mean: rounded(motion?.mean ?? null, 3),
    explained: rounded(motion?.explained_share ?? null, 3),
    flat: rounded(features.flat_share, 3),
    noise: rounded(features.noise_sigma, 3),
    luminance: rounded(features.luminance, 3),
    cuts: cuts.length,
  };
}
