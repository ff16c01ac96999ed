import { findEncoderSpace, SPACES } from '../../codec-task/codecs/spaces.ts';
import { SCHEMAS } from '../shared/names.ts';
import type { EncoderSpace } from '../shared/space.ts';
import { canonicalParameters } from '../shared/space-conditions.ts';
import type { ExperimentSpec, Parameters } from '../shared/spec.ts';
import { currentChampion } from './current-champion.ts';
import type { PlanningContext, ProposedExperiment } from './planning.ts';
import { inFull, screeningOf } from './screening.ts';

export { ANCHOR, isAnchor } from './anchor.ts';

/** The parameters that set an encoder's effort. */
export const EFFORT: readonly string[] = [
  ...new Set(
    Object.values(SPACES)
      .flat()
      .map(({ effort }) => effort),
  ),
];

/**
 * A configuration as a whole spec of this campaign, written in one way: with its effort, without what has no effect, so
 * that one configuration has one hash. Validate clips are measured only where the champion is beaten on the tune clips, and
 * the champion's configuration is replicated among the controls. An ordinary arm is screened first.
 */
export function specOf(context: PlanningContext, encoder: string, parameters: Parameters): ExperimentSpec {
  const { frames, gop, rate_points } = context.settings;
  const champion = currentChampion(context);
  const complete = written(findEncoderSpace(encoder), parameters);
  const screening = screeningOf(context, { encoder, parameters: complete });
  return {
    schema: SCHEMAS.spec,
    strategy: 'conventional',
    encoder,
    parameters: complete,
    clips: [...context.clips],
    frames,
    gop,
    rate_points,
    seed: context.seed,
    ...(context.clips.some(({ set }) => set === 'validate') && {
      validate_below_percent: champion?.bd_rate_percent ?? 0,
    }),
    ...(screening && { screening }),
    ...(champion && { control: { encoder: champion.spec.encoder, parameters: champion.spec.parameters } }),
  };
}

/** The spec of a proposed experiment, a declared replicate or a confirmation where it is one; those are measured in full. */
export function specOfProposed(
  context: PlanningContext,
  { encoder, parameters, replicate_of, confirm }: ProposedExperiment,
): ExperimentSpec {
  const spec = specOf(context, encoder, parameters);
  return {
    ...(replicate_of !== undefined || confirm ? inFull(spec) : spec),
    ...(replicate_of !== undefined && { replicate_of }),
    ...(confirm && { confirm }),
  };
}

/** A configuration's parameters in the one way that all equal ones share. */
function written(space: EncoderSpace | undefined, parameters: Parameters): Parameters {
  return space === undefined ? parameters : canonicalParameters(space, parameters);
}
