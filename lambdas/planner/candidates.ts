import { createHash } from 'node:crypto';
import { SCHEMAS } from '../shared/names.ts';
import type { EncoderSpace, ParameterSpace } from '../shared/space.ts';
import { type ExperimentSpec, type Parameters, specHash } from '../shared/spec.ts';
import { fitsBudget } from './cost.ts';
import { forecastBdRate } from './forecast.ts';
import { usableEncoders } from './llm/usable-encoders.ts';
import type { PlanningContext } from './planning.ts';

/** A configuration that could be run next, and how it differs from what it comes from. */
export interface Candidate {
  readonly encoder: string;
  readonly parameters: Parameters;
  /** `baseline`: an encoder at one of its presets; `change`: the champion with one thing changed. */
  readonly kind: 'baseline' | 'change';
  /** The change in words; empty for a baseline. */
  readonly change: string;
  readonly hash: string;
}

/** Values of a preset that lie on the usual scale of effort, slowest last. */
const PRESET_NAMES = ['preset', 'cpu-used'] as const;

/**
 * All candidates that fit the budget: every usable encoder at each preset, and the champion with one parameter changed.
 * The best forecast comes first; equal ones in an order that depends on the seed.
 */
export function candidates(context: PlanningContext): Candidate[] {
  const spaces = usableEncoders(context.capabilities);
  const all = [...spaces.flatMap((space) => baselines(context, space)), ...championChanges(context, spaces)];
  const unique = [...new Map(all.map((candidate) => [candidate.hash, candidate])).values()];
  const rank = (candidate: Candidate) => forecastBdRate(context, candidate).p50;
  const shuffle = (candidate: Candidate) =>
    createHash('sha256').update(`${context.seed} ${candidate.hash}`).digest('hex');
  return unique
    .filter((candidate) => fitsBudget(context, candidate))
    .sort((a, b) => rank(a) - rank(b) || (shuffle(a) < shuffle(b) ? -1 : 1));
}

/** A configuration as a whole spec of this campaign. Defaults are left out, so that one configuration has one hash. */
export function specOf(context: PlanningContext, encoder: string, parameters: Parameters): ExperimentSpec {
  const space = usableEncoders(context.capabilities).find((each) => each.encoder === encoder);
  const entries = Object.entries(parameters).filter(
    ([name, value]) =>
      PRESET_NAMES.some((preset) => preset === name) || space?.parameters[name]?.default !== value,
  );
  const { frames, gop, rate_points } = context.settings;
  return {
    schema: SCHEMAS.spec,
    strategy: 'conventional',
    encoder,
    parameters: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))),
    clips: [...context.clips],
    frames,
    gop,
    rate_points,
    seed: context.seed,
  };
}

function baselines(context: PlanningContext, space: EncoderSpace): Candidate[] {
  const preset = PRESET_NAMES.find((name) => space.parameters[name] !== undefined);
  if (preset === undefined) return [candidate(context, space.encoder, {}, 'baseline', '')];
  return valuesOf(space.parameters[preset]).map((value) =>
    candidate(context, space.encoder, { [preset]: value }, 'baseline', ''),
  );
}

function championChanges(context: PlanningContext, spaces: readonly EncoderSpace[]): Candidate[] {
  const champion = context.summary.clip_set === context.clipSet ? context.summary.champion : null;
  const space = champion && spaces.find((each) => each.encoder === champion.spec.encoder);
  if (!champion || !space) return [];
  return Object.entries(space.parameters).flatMap(([name, parameter]) =>
    valuesOf(parameter)
      .filter((value) => value !== (champion.spec.parameters[name] ?? parameter.default))
      // The upscaler does nothing at full size.
      .filter(() => name !== 'upscaler' || Number(champion.spec.parameters['scale'] ?? 1) !== 1)
      .map((value) => {
        const change = `${name.replaceAll('_', ' ')} ${String(champion.spec.parameters[name] ?? parameter.default)} -> ${String(value)}`;
        return candidate(
          context,
          space.encoder,
          { ...champion.spec.parameters, [name]: value },
          'change',
          change,
        );
      }),
  );
}

/** The values that are worth trying: all of a choice, at most five across a range. */
function valuesOf(parameter: ParameterSpace | undefined): readonly (string | number | boolean)[] {
  switch (parameter?.kind) {
    case 'choice':
      return parameter.values;
    case 'flag':
      return [true, false];
    case 'integer':
      return parameter.max - parameter.min <= 12
        ? Array.from({ length: parameter.max - parameter.min + 1 }, (_, index) => parameter.min + index)
        : spread(parameter.min, parameter.max).map(Math.round);
    case 'real':
      return spread(parameter.min, parameter.max);
    default:
      return [];
  }
}

function spread(min: number, max: number): number[] {
  return Array.from({ length: 5 }, (_, index) => min + ((max - min) * index) / 4);
}

function candidate(
  context: PlanningContext,
  encoder: string,
  parameters: Parameters,
  kind: Candidate['kind'],
  change: string,
): Candidate {
  const spec = specOf(context, encoder, parameters);
  return { encoder, parameters: spec.parameters, kind, change, hash: specHash(spec) };
}
