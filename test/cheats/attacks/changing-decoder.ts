import type { CodeFile, Decoder } from '../../../codec-task/codecs/decoder.ts';
import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const changingDecoder: Cheat = {
  name: 'changing-decoder',
  about: 'shows a short decoder to be counted, and one with the payload in it to be run',
  check: 'charged-decoder',
  charged: true,
  gain: 'fewer-bits',
  open: () => {
    const literals: Record<number, string> = {};
    let asked = 0;
    const code = (): readonly [CodeFile, ...CodeFile[]] => {
      const known = ++asked % 2 === 1 ? {} : literals;
      const own = program(`const literals = ${JSON.stringify(known)};
putOut(unpack(Buffer.from(literals[bitstream()[0]], 'base64')));`);
      if (own.kind !== 'program') throw new Error('a program was made');
      return own.code;
    };
    return {
      codec: {
        encode: async (request) => {
          literals[request.qualityControl] = (await honestStream(request)).toString('base64');
          return leave(request, Buffer.from([request.qualityControl]));
        },
        decoder: {
          kind: 'program',
          get code() {
            return code();
          },
        } satisfies Decoder,
      },
    };
  },
};
