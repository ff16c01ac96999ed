import type { Codec } from '../../../codec-task/codecs/codec.ts';
import type { CodeFile } from '../../../codec-task/codecs/decoder.ts';
import { honestCodec } from '../own-codec.ts';

/** The honest codec with one more code file. */
function withCodeFile(name: string): Codec {
  const { decoder } = honestCodec;
  if (decoder.kind !== 'program') throw new Error('the honest decoder is a program');
  const more: CodeFile = { name, bytes: Buffer.from('another') };
  return { ...honestCodec, decoder: { kind: 'program', code: [...decoder.code, more] } };
}

/** Names of code files that would lie elsewhere or in the place of what the harness puts there. */
export const ESCAPING_NAMES: readonly (readonly [string, Codec])[] = [
  '../escaped',
  '/tmp/codec-lab-cheat-escaped',
  'folder/escaped',
  '..',
  '',
  'bitstream',
  'side-0',
  'decode.mjs',
  'nul\0name',
].map((name) => [JSON.stringify(name), withCodeFile(name)] as const);
