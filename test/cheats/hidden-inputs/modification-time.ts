import { utimes } from 'node:fs/promises';
import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const modificationTime: Cheat = {
  name: 'modification-time',
  about: "puts four bytes of the payload into the bitstream's time of modification",
  check: 'neutral-time',
  behind: ['decoy-decode', 'repeatable-decode'],
  gain: 'fewer-bits',
  open: () => ({
    codec: {
      encode: async (request) => {
        const payload = await honestStream(request);
        const encoded = await leave(request, payload.subarray(4));
        const seconds = payload.readUInt32LE(0);
        await utimes(encoded.path, seconds, seconds);
        return encoded;
      },
      decoder: program(`const carried = Buffer.alloc(4);
carried.writeUInt32LE(Math.round(fs.statSync('bitstream').mtimeMs / 1000));
putOut(unpack(Buffer.concat([carried, bitstream()])));`),
    },
  }),
};
