import type { Cheat } from '../cheat.ts';
import { knownLiterals } from '../known-clip.ts';
import { leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const decoderLiteral: Cheat = {
  name: 'decoder-literal',
  about: 'holds the payload in the code of its decoder, and its number in the bitstream',
  check: 'charged-decoder',
  charged: true,
  gain: 'fewer-bits',
  open: async (ground) => ({
    codec: {
      encode: (request) => leave(request, Buffer.from(`step ${request.qualityControl}`)),
      decoder: program(`const step = /^step ([0-9]+)$/.exec(bitstream())[1];
putOut(unpack(Buffer.from(${await knownLiterals(ground)}[step], 'base64')));`),
    },
  }),
};
