import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const decoderLiteral: Cheat = {
  name: 'decoder-literal',
  about: 'writes the payload into the code of its decoder, and its number into the bitstream',
  check: 'charged-decoder',
  charged: true,
  gain: 'fewer-bits',
  open: () => {
    const literals: Record<number, string> = {};
    return {
      codec: {
        encode: async (request) => {
          literals[request.qualityControl] = (await honestStream(request)).toString('base64');
          return leave(request, Buffer.from(`step ${request.qualityControl}`));
        },
        get decoder() {
          return program(`const literals = ${JSON.stringify(literals)};
const step = /^step ([0-9]+)$/.exec(bitstream())[1];
putOut(unpack(Buffer.from(literals[step], 'base64')));`);
        },
      },
    };
  },
};
