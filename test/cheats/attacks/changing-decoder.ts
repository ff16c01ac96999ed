import type { CodeFile } from '../../../codec-task/codecs/decoder.ts';
import { knownLiterals } from '../known-clip.ts';
import { leave } from '../own-codec.ts';
import { program } from '../program.ts';
import type { Attack } from './attack.ts';

/** @param shown at which of two times that it is asked for, the decoder with the payload is shown. */
const changing = (name: string, shown: 0 | 1): Attack => ({
  name,
  about: 'shows a short decoder to be counted, and one with the payload in it to be run',
  gain: 'fewer-bits',
  open: async (ground) => {
    const literals = await knownLiterals(ground);
    let asked = 0;
    const code = (): readonly [CodeFile, ...CodeFile[]] =>
      program(`const literals = ${asked++ % 2 === shown ? literals : '{}'};
putOut(unpack(Buffer.from(literals[bitstream()[0]], 'base64')));`).code;
    return {
      codec: {
        encode: (request) => leave(request, Buffer.from([request.qualityControl])),
        decoder: {
          kind: 'program',
          get code() {
            return code();
          },
        },
      },
    };
  },
});

export const changingDecoders = [
  changing('changing-decoder-first', 0),
  changing('changing-decoder-second', 1),
];

export const growingDecoder: Attack = {
  name: 'growing-decoder',
  about: 'writes the payload into the bytes of its decoder once they have been counted',
  gain: 'fewer-bits',
  open: async (ground) => {
    const literals = await knownLiterals(ground);
    const text = (of: string) => `const literals = ${of};
putOut(unpack(Buffer.from(literals[bitstream()[0]], 'base64')));`;
    const grown = program(text(literals)).code[0].bytes;
    const bytes = Buffer.alloc(grown.length, ' ');
    Buffer.from(program(text('{}')).code[0].bytes).copy(bytes);
    return {
      codec: {
        encode: (request) => {
          bytes.set(grown);
          return leave(request, Buffer.from([request.qualityControl]));
        },
        decoder: { kind: 'program', code: [{ name: 'decode.mjs', bytes }] },
      },
    };
  },
};
