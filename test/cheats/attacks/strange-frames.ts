import type { Codec } from '../../../codec-task/codecs/codec.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

/** Decodes that a metric might choke on. */
export const STRANGE_FRAMES: readonly (readonly [string, Codec])[] = [
  ['inverted', changingDecoder('putOut({ ...decoded, raw: decoded.raw.map((sample) => 255 - sample) });')],
  ['black', changingDecoder('putOut({ ...decoded, raw: decoded.raw.fill(0) });')],
  ['white', changingDecoder('putOut({ ...decoded, raw: decoded.raw.fill(255) });')],
  [
    'noisy',
    changingDecoder('putOut({ ...decoded, raw: decoded.raw.map((_, i) => (i * 2654435761) >>> 24) });'),
  ],
];
