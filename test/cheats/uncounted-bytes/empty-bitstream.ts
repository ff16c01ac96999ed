import type { Cheat } from '../cheat.ts';
import { leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const emptyBitstream: Cheat = {
  name: 'empty-bitstream',
  about: 'leaves an empty bitstream and puts out grey frames',
  check: 'bitstream-not-empty',
  behind: ['swapped-bitstream', 'truncated-bitstream', 'flipped-bitstream'],
  gain: 'a-score',
  open: () => ({
    codec: {
      encode: (request) => leave(request, new Uint8Array()),
      decoder: program(
        `putOut({ width: 128, height: 96, frames: 8, raw: Buffer.alloc(8 * 18432, 128 + bitstream().length) });`,
      ),
    },
  }),
};
