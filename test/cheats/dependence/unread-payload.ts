import type { Cheat } from '../cheat.ts';
import { knownStreams } from '../known-clip.ts';
import { leave, STEPS } from '../own-codec.ts';
import { program } from '../program.ts';

/** Length of the bitstream that stands for a step. */
const lengthOf = (step: number) => 1000 + step;

export const unreadPayload: Cheat = {
  name: 'unread-payload',
  about: 'looks at the length of its bitstream alone and puts out the frames that its own code holds',
  check: 'flipped-bitstream',
  gain: 'a-score',
  open: async (ground) => ({
    codec: {
      encode: (request) =>
        leave(request, Buffer.alloc(lengthOf(request.qualityControl), request.qualityControl)),
      decoder: program(`if (bitstream().length < 1000) throw new Error('a damaged bitstream');
putOut(unpack(Buffer.from('${(await knownStreams(ground)).get(STEPS.max)?.toString('base64')}', 'base64')));`),
    },
  }),
};
