import { findEncoderSpace } from '../../codec-task/codecs/spaces.ts';
import { SCHEMAS } from '../shared/names.ts';
import type { EncoderSpace } from '../shared/space.ts';
import type { ExperimentSpec, Parameters } from '../shared/spec.ts';
import { currentChampion } from './current-champion.ts';
import type { PlanningContext, ProposedExperiment } from './planning.ts';
import { inFull, screeningOf } from './screening.ts';

export { ANCHOR, isAnchor } from './anchor.ts';

/** Parameters that set an encoder's effort; always written, so that records and costs tell it. */
export const EFFORT: readonly string[] = ['preset', 'cpu-used'];

/** Parameters that presets and tunes set too, by encoder: giving the default is not the same as giving nothing. */
const SET_BY_PRESETS: Readonly<Record<string, readonly string[]>> = {
  libx264: ['aq_mode', 'psy'],
  libx265: ['aq_mode', 'psy_rd'],
};

/** What changes no bit beside a tune, at one value or at all: measured with x264 core 164 and x265 3.5. */
const IDLE_BESIDE_TUNE: readonly {
  readonly encoder: string;
  readonly tunes: readonly string[];
  readonly name: string;
  readonly value?: Parameters[string];
}[] = [
  { encoder: 'libx264', tunes: ['psnr', 'ssim'], name: 'psy', value: false },
  { encoder: 'libx265', tunes: ['psnr', 'ssim'], name: 'psy_rd', value: 0 },
  { encoder: 'libx265', tunes: ['psnr'], name: 'aq_mode' },
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

/** Name of the parameter that sets an encoder's effort. */
export function effortOf(space: EncoderSpace): string | undefined {
  return EFFORT.find((name) => Object.hasOwn(space.parameters, name));
}

function written(space: EncoderSpace | undefined, parameters: Parameters): Parameters {
  if (space === undefined) return parameters;
  const effort = effortOf(space);
  const complete: Parameters = { ...effortDefault(space, effort), ...parameters };
  const hasEffect = ([name, value]: [string, Parameters[string]]) => {
    if (isIdle(space.encoder, complete, name)) return false;
    if (name === effort || SET_BY_PRESETS[space.encoder]?.includes(name)) return true;
    if (name === 'upscaler' && (complete['scale'] ?? 1) === 1) return false;
    return value !== space.parameters[name]?.default;
  };
  return Object.fromEntries(
    Object.entries(complete)
      .filter(hasEffect)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isIdle(encoder: string, parameters: Parameters, name: string): boolean {
  return IDLE_BESIDE_TUNE.some(
    (idle) =>
      idle.encoder === encoder &&
      idle.name === name &&
      idle.tunes.includes(String(parameters['tune'])) &&
      (idle.value === undefined || idle.value === parameters[name]),
  );
}

function effortDefault(space: EncoderSpace, effort: string | undefined): Parameters {
  const value = effort === undefined ? undefined : space.parameters[effort]?.default;
  return effort === undefined || value === undefined ? {} : { [effort]: value };
}
