import type { Encoder } from '../../../lambdas/shared/names.ts';
import type { EncoderSpace, ParameterSpace } from '../../../lambdas/shared/space.ts';
import { CONVENTIONAL_SPACE } from '../conventional/space.ts';

/** Encoders that a base layer is coded by: the best of each generation that were measured. */
const BASES: readonly string[] = ['libx265', 'libsvtav1', 'libaom-av1'];

/**
 * Fitting and restoring cost some 4 CPU seconds for each encode of 60 frames of 640x360: as much again as preset 8 of SVT-AV1
 * takes, a quarter of what preset 4 takes.
 */
const COST_FACTOR = 1.6;

/**
 * Bits that the restoration saves at equal quality, percent, as first measured (mean over five real clips, PSNR-YUV): 7.8 on
 * x265 medium, 3.2 on SVT-AV1 preset 4, whose newer loop filters leave less to restore.
 */
const RATE_PERCENT = { older: -7.8, newer: -3.2 } as const;

/** What the restoration adds to the parameters of its base layer. */
export const RESTORATION_SPACE = {
  neighbours: {
    kind: 'choice',
    values: [2, 4],
    default: 4,
    ordered: true,
    about: 'decoded pictures that a restored one looks at beside itself; more gain, more decoding time',
  },
} as const satisfies Record<string, ParameterSpace>;

/** What it adds where the base layer has a restoration of its own in its coding loop. */
export const LOOP_RESTORATION = {
  kind: 'flag',
  default: false,
  about: 'whether the base layer restores its own pictures too; without, more is left to the fitted filters',
} as const satisfies ParameterSpace;

/** The upscaler whose filters are fitted to the clip and told in the bitstream; the others are ffmpeg's, as in every base layer. */
export const FITTED = 'fitted';

/** How a base layer of reduced size is brought back. */
export const UPSCALING_SPACE = {
  upscaler: {
    kind: 'choice',
    values: [FITTED, 'bicubic', 'lanczos', 'spline'],
    default: FITTED,
    onlyWhere: { parameter: 'scale', notIn: [1] },
    about:
      'how a base layer of reduced size is brought back: by filters fitted to this clip, or by a fixed one',
  },
} as const satisfies Record<string, ParameterSpace>;

/** How many pictures there are for each that the base layer codes. */
export const FRAME_STEP_SPACE = {
  frame_step: {
    kind: 'choice',
    values: [1, 2],
    default: 1,
    ordered: true,
    about: 'every which picture the base layer codes; those between are interpolated by the decoder',
  },
} as const satisfies Record<string, ParameterSpace>;

/** The options by which AV1's encoders leave their loop restoration out (SVT-AV1 within its own list of parameters). */
export const WITHOUT_LOOP_RESTORATION: Readonly<Record<string, readonly string[]>> = {
  libsvtav1: ['-svtav1-params', 'enable-restoration=0'],
  'libaom-av1': ['-enable-restoration', '0'],
};

/** A conventional base layer with a fitted restoration. */
export const HYBRID_SPACE: readonly EncoderSpace[] = CONVENTIONAL_SPACE.filter(({ encoder }) =>
  BASES.includes(encoder),
).map((base) => ({
  ...base,
  strategy: 'hybrid',
  expected: {
    encoder: base.encoder as Encoder,
    costFactor: COST_FACTOR,
    ratePercent: base.standard === 'AV1' ? RATE_PERCENT.newer : RATE_PERCENT.older,
  },
  parameters: {
    ...base.parameters,
    ...UPSCALING_SPACE,
    ...FRAME_STEP_SPACE,
    ...RESTORATION_SPACE,
    ...(base.encoder in WITHOUT_LOOP_RESTORATION && { loop_restoration: LOOP_RESTORATION }),
  },
}));
