import { type Condition, conditionText } from './condition.ts';
import { encoderName, isSameEncoder, type StrategyEncoder } from './encoder-name.ts';
import type { Encoder, Strategy } from './names.ts';
import type { Parameters } from './spec.ts';

/** One thing that may vary, with its allowed values. Data only: validates specs, fills Claude's schema, draws the docs. */
export type ParameterSpace = (
  | {
      readonly kind: 'choice';
      readonly values: readonly (string | number)[];
      readonly default: string | number;
      /** The values are steps of one quantity, in this order; absent: they have nothing to do with each other. */
      readonly ordered?: true;
    }
  | {
      readonly kind: 'integer';
      readonly min: number;
      readonly max: number;
      readonly default: number;
      /** The numbers are names of methods; absent: steps of one quantity. */
      readonly unordered?: true;
    }
  | { readonly kind: 'real'; readonly min: number; readonly max: number; readonly default: number }
  | { readonly kind: 'flag'; readonly default: boolean }
) & {
  readonly about: string;
  /** Elsewhere it has no effect, and is left out of every spec. */
  readonly onlyWhere?: Condition;
  /** Values that change no bit beside something else, which sets them already. */
  readonly impliedWhere?: readonly {
    readonly value: string | number | boolean;
    readonly where: Condition;
  }[];
  /** Presets or tunes set it too, so that giving the default is not the same as giving nothing. */
  readonly setByPresets?: true;
};

/** Range of an encoder's own quality control and the values that the ladder starts from, best quality first. */
export interface QualityControl {
  readonly name: 'crf';
  readonly min: number;
  readonly max: number;
  readonly ladder: readonly number[];
}

/** Names of the parameter that sets an encoder's effort; costs are learnt by its value. */
export const EFFORT_NAMES = ['preset', 'cpu-used', 'effort'] as const;

/** What may vary in one encoder of one strategy; the two together name it. */
export interface EncoderSpace {
  readonly strategy: Strategy;
  /** Of a strategy without encoders of its own the ffmpeg encoder that it rests on; unique within the strategy. */
  readonly encoder: string;
  /** Standard of the elementary stream inside; `none`: the bitstream is the lab's own throughout. */
  readonly standard: 'H.264' | 'HEVC' | 'VP9' | 'AV1' | 'none';
  /** Encoders that the task's ffmpeg must have; absent: the one of this name. */
  readonly needs?: readonly string[];
  /** What it is like as far as anybody knows before it is measured; absent: nothing is known, and anything may come. */
  readonly expected?: ExpectedLike;
  readonly qualityControl: QualityControl;
  /** The parameter that sets its effort; always written, so that records and costs tell it. */
  readonly effort: (typeof EFFORT_NAMES)[number];
  readonly parameters: Readonly<Record<string, ParameterSpace>>;
}

/** A conventional encoder that another one is expected to be like at equal parameters. */
export interface ExpectedLike {
  readonly encoder: Encoder;
  /** Its CPU seconds as a multiple of that encoder's, over 0. */
  readonly costFactor: number;
  /** Bits that it takes more at equal quality, percent of that encoder's; below zero: fewer. */
  readonly ratePercent: number;
}

/** Space of an encoder of a strategy, of the conventional one where none is named; undefined for an unknown one. */
export function findSpace(spaces: readonly EncoderSpace[], named: StrategyEncoder): EncoderSpace | undefined {
  return spaces.find((space) => isSameEncoder(space, named));
}

/** The encoders that the task's ffmpeg must have for a space. */
export function neededEncoders({
  encoder,
  needs = [encoder],
}: Pick<EncoderSpace, 'encoder' | 'needs'>): readonly string[] {
  return needs;
}

/** Why a parameter set is not allowed, one sentence per fault; empty when it is allowed. */
export function parameterFaults(space: EncoderSpace, parameters: Parameters): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(space.parameters, name) ? space.parameters[name] : undefined;
    if (parameter === undefined) {
      return [
        `${encoderName(space)} has no parameter "${name}"; allowed: ${Object.keys(space.parameters).join(', ')}`,
      ];
    }
    return isAllowed(parameter, value)
      ? []
      : [
          `${encoderName(space)} ${name} = ${JSON.stringify(value)} is not allowed; allowed: ${allowedText(parameter)}`,
        ];
  });
}

/** The allowed values in words, with what they depend on, for messages, Claude and the documentation. */
export function allowedText(parameter: ParameterSpace): string {
  const { onlyWhere } = parameter;
  return onlyWhere === undefined
    ? valuesText(parameter)
    : `${valuesText(parameter)}, ${conditionText(onlyWhere)}`;
}

function valuesText(parameter: ParameterSpace): string {
  switch (parameter.kind) {
    case 'choice':
      return parameter.values.join(', ');
    case 'integer':
      return `integers ${parameter.min} to ${parameter.max}`;
    case 'real':
      return `${parameter.min} to ${parameter.max}`;
    case 'flag':
      return 'true or false';
  }
}

function isAllowed(parameter: ParameterSpace, value: string | number | boolean): boolean {
  switch (parameter.kind) {
    case 'choice':
      return typeof value !== 'boolean' && parameter.values.includes(value);
    case 'integer':
      return Number.isInteger(value) && Number(value) >= parameter.min && Number(value) <= parameter.max;
    case 'real':
      return typeof value === 'number' && value >= parameter.min && value <= parameter.max;
    case 'flag':
      return typeof value === 'boolean';
  }
}
