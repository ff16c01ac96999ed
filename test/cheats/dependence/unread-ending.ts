import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const unreadEnding: Cheat = {
  name: 'unread-ending',
  about: 'reads the first two fifths of its bitstream and nothing of the rest',
  check: 'truncated-bitstream',
  gain: 'a-score',
  open: () => ({
    codec: {
      encode: async (request) => {
        const payload = await honestStream(request);
        const length = Buffer.alloc(4);
        length.writeUInt32LE(payload.length);
        return leave(request, Buffer.concat([length, payload, Buffer.alloc(1.5 * payload.length, 0x5a)]));
      },
      decoder: program(`const bytes = bitstream();
putOut(unpack(bytes.subarray(4, 4 + bytes.readUInt32LE(0))));`),
    },
  }),
};
