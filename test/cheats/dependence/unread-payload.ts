import type { Cheat } from '../cheat.ts';
import { knownStreams } from '../known-clip.ts';
import { leave, STEPS } from '../own-codec.ts';
import { program } from '../program.ts';

/** Bytes for each frame in the length of a bitstream; the rest of the length is the step. */
const FOR_EACH_FRAME = 1000;

export const unreadPayload: Cheat = {
  name: 'unread-payload',
  about: 'looks at the length of its bitstream alone and puts out the frames that its own code holds',
  check: 'flipped-bitstream',
  gain: 'a-score',
  open: async (ground) => ({
    codec: {
      encode: (request) => {
        const length = FOR_EACH_FRAME * request.source.frames + request.qualityControl;
        return leave(request, Buffer.alloc(length, request.qualityControl));
      },
      decoder:
        program(`if (Math.floor(bitstream().length / ${FOR_EACH_FRAME}) !== 8) throw new Error('another clip');
putOut(unpack(Buffer.from('${(await knownStreams(ground)).get(STEPS.max)?.toString('base64')}', 'base64')));`),
    },
  }),
};
