import type { Parameters } from '../../../lambdas/shared/spec.ts';

/** What an encoder's own arguments are made of. */
interface Choices {
  /** Every parameter of the encoder's space, defaults filled in. */
  readonly all: Parameters;
  /** Those that were given: the others keep what preset and tune make of them. */
  readonly given: ReadonlySet<string>;
  readonly gop: number;
}

/**
 * The arguments that only one encoder knows. Each pins its threads to one, so that the bytes do not depend on the
 * machine, and makes a fixed closed GOP without scene cuts, which `-g` and `-keyint_min` alone do for libvpx and libaom.
 */
export const ENCODER_ARGUMENTS: Readonly<Record<string, (choices: Choices) => string[]>> = {
  libx264: ({ all, given, gop }) => [
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
    // x264 writes its options as an SEI message into the first frame; x265's counterpart is switched off by info=0.
    ...['-bsf:v', 'filter_units=remove_types=6'],
  ],
  libx265: ({ all, given, gop }) => [
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
  'libvpx-vp9': ({ all }) => [
    ...'-b:v 0 -deadline good -row-mt 0 -auto-alt-ref 1 -lag-in-frames 25'.split(' '),
    ...['-cpu-used', String(all['cpu-used']), '-aq-mode', String(all['aq_mode'])],
    ...tuned(all['tune']),
  ],
  libsvtav1: ({ all, given }) => [
    ...['-preset', String(all['preset'])],
    '-svtav1-params',
    pairs(
      ['lp', 1],
      ['scd', 0],
      // 2 is a key frame that nothing after it refers across.
      ['irefresh-type', 2],
      ['tune', all['tune'] === 'vq' ? 0 : 1],
      // Newer versions leave the source's own grain in unless they are told to take it out.
      hasGrain(all) && ['film-grain', all['film_grain']],
      hasGrain(all) && ['film-grain-denoise', 1],
      given.has('aq_mode') && ['aq-mode', all['aq_mode']],
    ),
  ],
  'libaom-av1': ({ all }) => [
    ...'-b:v 0 -row-mt 0'.split(' '),
    ...['-cpu-used', String(all['cpu-used']), '-aq-mode', String(all['aq_mode'])],
    ...tuned(all['tune']),
    ...(hasGrain(all) ? ['-denoise-noise-level', String(all['film_grain'])] : []),
  ],
};

function tuned(value: unknown): string[] {
  return value === 'none' ? [] : ['-tune', String(value)];
}

function hasGrain(all: Parameters): boolean {
  return Number(all['film_grain']) > 0;
}

/** An encoder's own options as `name=value:name=value`; false entries are left out. */
function pairs(...entries: readonly (readonly [string, unknown] | false)[]): string {
  return entries
    .filter((entry) => entry !== false)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(':');
}
