import { NamedError } from '../../lambdas/shared/errors.ts';
import type { Codec } from './codec.ts';
import type { CodeFile, Decoder } from './decoder.ts';

/** A decoder's code that cannot be laid out. */
export class InvalidDecoderError extends NamedError {
  constructor(detail: string) {
    super('InvalidDecoder', `the decoder's code cannot be laid out: ${detail}`);
  }
}

/** Plain, so that a file lies in the decoder's folder, and none of the names that the harness uses there. */
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;
const TAKEN_NAME = /^(bitstream|side-\d+)/;

/**
 * The codec with its decoder as it is now: what is counted, what runs the first time and what runs the second is one and
 * the same, whatever the codec changes later.
 * @throws InvalidDecoderError
 */
export function withFixedDecoder(codec: Codec): Codec {
  const decoder = fixed(codec.decoder);
  return { ...codec, encode: (request) => codec.encode(request), decoder };
}

function fixed(decoder: Decoder): Decoder {
  const { kind } = decoder;
  if (kind === 'ffmpeg') return { kind, unwrap: decoder.unwrap };
  const [first, ...others] = decoder.code.map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(bytes) }));
  if (first === undefined) throw new InvalidDecoderError('it has no file');
  requireNames([first, ...others]);
  return { kind, code: [first, ...others] };
}

function requireNames(code: readonly CodeFile[]): void {
  const names = code.map(({ name }) => name);
  const wrong = names.find((name) => !PLAIN_NAME.test(name) || TAKEN_NAME.test(name));
  if (wrong !== undefined)
    throw new InvalidDecoderError(
      `${JSON.stringify(wrong.slice(0, 80))} is no name for a code file; use a plain one`,
    );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidDecoderError(`two of its files are called ${twice}`);
}
