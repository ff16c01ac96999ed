import { NamedError } from '../../../lambdas/shared/errors.ts';
import type { EncoderSpace } from '../../../lambdas/shared/space.ts';
import { parameterFaults } from '../../../lambdas/shared/space.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import type { SourceFrames } from '../codec.ts';
import type { BitstreamHeader } from './header.ts';
import { CONVENTIONAL_SPACE } from './space.ts';

/** A spec that names what its strategy's space does not allow. */
export class InvalidSpecError extends NamedError {
  constructor(faults: readonly string[]) {
    super('InvalidSpec', faults.join('; '));
  }
}

/** Space of a conventional encoder whose parameters have been checked. @throws InvalidSpecError */
export function checkedSpace(encoder: string, parameters: Parameters): EncoderSpace {
  const space = CONVENTIONAL_SPACE.find((each) => each.encoder === encoder);
  if (space === undefined) {
    throw new InvalidSpecError([
      `encoder "${encoder}" is unknown; allowed: ${CONVENTIONAL_SPACE.map((each) => each.encoder).join(', ')}`,
    ]);
  }
  const faults = parameterFaults(space, parameters);
  if (faults.length > 0) throw new InvalidSpecError(faults);
  return space;
}

/** Parameters with the space's defaults for those that are not given. */
function complete(space: EncoderSpace, parameters: Parameters): Parameters {
  const defaults = Object.fromEntries(
    Object.entries(space.parameters).map(([name, parameter]) => [name, parameter.default]),
  );
  return { ...defaults, ...parameters };
}

/** What the decoder will be told about such an encode. */
export function bitstreamHeader(
  encoder: string,
  parameters: Parameters,
  source: SourceFrames,
): BitstreamHeader {
  const all = complete(checkedSpace(encoder, parameters), parameters);
  const scale = Number(all['scale']);
  const coded = (side: number) => Math.max(16, Math.round((side * scale) / 2) * 2);
  return {
    format: encoder === 'libx264' ? 'h264' : encoder === 'libx265' ? 'hevc' : 'ivf',
    bitDepth: all['pixel_format'] === 'yuv420p10le' ? 10 : 8,
    upscaler: all['upscaler'] as BitstreamHeader['upscaler'],
    width: source.width,
    height: source.height,
    codedWidth: scale === 1 ? source.width : coded(source.width),
    codedHeight: scale === 1 ? source.height : coded(source.height),
  };
}

const DENOISE: Readonly<Record<string, string>> = {
  light: 'hqdn3d=1:1:2:2',
  medium: 'hqdn3d=2:2:4:4',
  strong: 'hqdn3d=4:4:6:6',
};

/**
 * Arguments of one encode, input and output names relative to the work folder. Threads are pinned to one, so that the
 * bytes do not depend on the machine; the GOP is fixed, closed and without scene cuts, alike for every encoder.
 */
export function encodeArguments(
  encoder: string,
  parameters: Parameters,
  source: SourceFrames,
  gop: number,
  qualityControl: number,
  names: { readonly input: string; readonly output: string },
): string[] {
  const all = complete(checkedSpace(encoder, parameters), parameters);
  const header = bitstreamHeader(encoder, parameters, source);
  const filters = [
    ...(all['denoise'] === 'none' ? [] : [DENOISE[String(all['denoise'])] ?? '']),
    ...(all['scale'] === 1
      ? []
      : [
          `scale=${header.codedWidth}:${header.codedHeight}:flags=${all['upscaler']}+accurate_rnd+full_chroma_int`,
        ]),
    `format=${header.bitDepth === 10 ? 'yuv420p10le' : 'yuv420p'}`,
  ];
  return [
    ...[
      '-f',
      'rawvideo',
      '-pix_fmt',
      'yuv420p',
      '-s',
      `${source.width}x${source.height}`,
      '-r',
      source.fps,
      '-i',
      names.input,
    ],
    ...['-vf', filters.join(','), '-fps_mode', 'passthrough', '-c:v', encoder, '-threads', '1'],
    ...['-crf', String(qualityControl), '-g', String(gop), '-keyint_min', String(gop)],
    ...(ENCODER_ARGUMENTS[encoder]?.(all, new Set(Object.keys(parameters)), gop) ?? []),
    ...['-f', header.format, '-y', names.output],
  ];
}

type Specific = (all: Parameters, given: ReadonlySet<string>, gop: number) => string[];

const tuned = (value: unknown) => (value === 'none' ? [] : ['-tune', String(value)]);

/** `name=value` pairs; those of a parameter only when it was given, so that a preset or tune keeps its own choice. */
const pairs = (...entries: readonly (readonly [string, unknown] | false)[]) =>
  entries
    .filter((entry) => entry !== false)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(':');

const ENCODER_ARGUMENTS: Readonly<Record<string, Specific>> = {
  libx264: (all, given, gop) => [
    ...['-preset', String(all['preset']), ...tuned(all['tune'])],
    '-x264-params',
    pairs(
      ['keyint', gop],
      ['min-keyint', gop],
      ['scenecut', 0],
      ['open-gop', 0],
      given.has('aq_mode') && ['aq-mode', all['aq_mode']],
      given.has('psy') && ['psy', all['psy'] === true ? 1 : 0],
    ),
    // x264 writes its options as an SEI message into the first frame; HEVC's counterpart is switched off by info=0.
    ...['-bsf:v', 'filter_units=remove_types=6'],
  ],
  libx265: (all, given, gop) => [
    ...['-preset', String(all['preset']), ...tuned(all['tune'])],
    '-x265-params',
    pairs(
      ['keyint', gop],
      ['min-keyint', gop],
      ['scenecut', 0],
      ['open-gop', 0],
      ['info', 0],
      ['pools', 'none'],
      ['frame-threads', 1],
      given.has('aq_mode') && ['aq-mode', all['aq_mode']],
      given.has('psy_rd') && ['psy-rd', all['psy_rd']],
    ),
  ],
  'libvpx-vp9': (all) => [
    ...[
      '-b:v',
      '0',
      '-deadline',
      'good',
      '-cpu-used',
      String(all['cpu-used']),
      '-row-mt',
      '0',
      '-auto-alt-ref',
      '1',
      '-lag-in-frames',
      '25',
    ],
    ...[...tuned(all['tune']), '-aq-mode', String(all['aq_mode'])],
  ],
  libsvtav1: (all, given) => [
    ...['-preset', String(all['preset'])],
    '-svtav1-params',
    pairs(
      ['lp', 1],
      ['scd', 0],
      ['irefresh-type', 2],
      ['tune', all['tune'] === 'vq' ? 0 : 1],
      ['film-grain', all['film_grain']],
      given.has('aq_mode') && ['aq-mode', all['aq_mode']],
    ),
  ],
  'libaom-av1': (all) => [
    ...[
      '-b:v',
      '0',
      '-cpu-used',
      String(all['cpu-used']),
      '-row-mt',
      '0',
      '-tune',
      String(all['tune']),
      '-aq-mode',
      String(all['aq_mode']),
    ],
    ...(Number(all['film_grain']) > 0 ? ['-denoise-noise-level', String(all['film_grain'])] : []),
  ],
};
