import { strategyOf } from '../shared/encoder-name.ts';
import { storedConfiguration } from '../shared/memory/configuration.ts';
import { SCHEMAS } from '../shared/names.ts';
import { EFFORT_NAMES, type EncoderSpace, findSpace } from '../shared/space.ts';
import { canonicalParameters } from '../shared/space-conditions.ts';
import type { Configuration, ExperimentSpec, Parameters } from '../shared/spec.ts';
import { currentChampion } from './current-champion.ts';
import type { PlanningContext, ProposedExperiment } from './planning.ts';
import { inFull, screeningOf } from './screening.ts';

export { ANCHOR, isAnchor } from './anchor.ts';

/** The parameters that set an encoder's effort. */
export const EFFORT: readonly string[] = EFFORT_NAMES;

/**
 * A configuration as a whole spec of this campaign, written in one way: with its effort, without what has no effect, so
 * that one configuration has one hash. Validate clips are measured only where the champion is beaten on the tune clips, and
 * the champion's configuration is replicated among the controls. An ordinary arm is screened first.
 */
export function specOf(context: PlanningContext, configuration: Configuration): ExperimentSpec {
  const { frames, gop, rate_points } = context.settings;
  const champion = currentChampion(context);
  const named = { strategy: strategyOf(configuration), encoder: configuration.encoder };
  const complete = written(findSpace(context.spaces, named), configuration.parameters);
  const screening = screeningOf(context, { ...named, parameters: complete });
  return {
    schema: SCHEMAS.spec,
    ...named,
    parameters: complete,
    clips: [...context.clips],
    ...(context.further && { further_clips: context.further.reference }),
    frames,
    gop,
    rate_points,
    seed: context.seed,
    ...(context.clips.some(({ set }) => set === 'validate') && {
      validate_below_percent: champion?.bd_rate_percent ?? 0,
    }),
    ...(screening && { screening }),
    ...(champion && { control: storedConfiguration(champion.spec) }),
  };
}

/** The spec of a proposed experiment, a declared replicate or a confirmation where it is one; those are measured in full. */
export function specOfProposed(
  context: PlanningContext,
  { strategy, encoder, parameters, replicate_of, confirm }: ProposedExperiment,
): ExperimentSpec {
  const spec = specOf(context, { strategy, encoder, parameters });
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
