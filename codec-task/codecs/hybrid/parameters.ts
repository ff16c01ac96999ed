import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { RATIOS, type Reduction } from './reduction/reduction.ts';
import { FITTED, FRAME_STEP_SPACE, LOOP_RESTORATION, RESTORATION_SPACE, UPSCALING_SPACE } from './space.ts';

/** Parameters of the base layer, and of what is done to its pictures, with defaults filled in. */
export interface HybridParameters {
  readonly base: Parameters;
  /** What the base layer leaves out and the decoder makes by filters fitted to the clip. */
  readonly reduction: Reduction;
  readonly neighbours: number;
  /** Whether the base layer's own loop restoration stays on. */
  readonly loopRestoration: boolean;
}

export function splitParameters(parameters: Parameters): HybridParameters {
  const {
    neighbours = RESTORATION_SPACE.neighbours.default,
    loop_restoration = LOOP_RESTORATION.default,
    frame_step = FRAME_STEP_SPACE.frame_step.default,
    ...rest
  } = parameters;
  const { scale = 1, upscaler = UPSCALING_SPACE.upscaler.default, ...others } = rest;
  const isFitted = upscaler === FITTED;
  const [whole] = RATIOS;
  const ratio = RATIOS.find((each) => each.coded / each.whole === scale) ?? whole;
  return {
    // ffmpeg scales in both directions where nothing is fitted.
    base: isFitted ? others : rest,
    reduction: { ratio: isFitted ? ratio : whole, step: frame_step === 2 ? 2 : 1 },
    neighbours: Number(neighbours),
    loopRestoration: loop_restoration === true,
  };
}
