import type { Cheat } from '../cheat.ts';
import { knownLiterals } from '../known-clip.ts';
import { leave } from '../own-codec.ts';
import { program } from '../program.ts';

/** Length of the bitstream that stands for a step. */
const lengthOf = (step: number) => 1000 + step;

export const unreadPayload: Cheat = {
  name: 'unread-payload',
  about: 'looks at the length of its bitstream alone and finds the frames to it in its own code',
  check: 'flipped-bitstream',
  gain: 'a-score',
  open: async (ground) => ({
    codec: {
      encode: (request) =>
        leave(request, Buffer.alloc(lengthOf(request.qualityControl), request.qualityControl)),
      decoder: program(`const literals = ${await knownLiterals(ground, lengthOf)};
putOut(unpack(Buffer.from(literals[bitstream().length], 'base64')));`),
    },
  }),
};
