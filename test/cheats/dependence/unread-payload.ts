import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const unreadPayload: Cheat = {
  name: 'unread-payload',
  about: 'looks at the length of its bitstream alone and finds the frames to it in its own code',
  check: 'flipped-bitstream',
  gain: 'a-score',
  open: () => {
    const literals: Record<number, string> = {};
    return {
      codec: {
        encode: async (request) => {
          const length = 1000 + request.qualityControl;
          literals[length] = (await honestStream(request)).toString('base64');
          return leave(request, Buffer.alloc(length, request.qualityControl));
        },
        get decoder() {
          return program(`const literals = ${JSON.stringify(literals)};
putOut(unpack(Buffer.from(literals[bitstream().length], 'base64')));`);
        },
      },
    };
  },
};
