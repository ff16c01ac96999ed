import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';
import { nameOf } from './smuggled-payload.ts';

/** Bytes that the variable carries; the system takes 128 KB of text in one. */
const CARRIED = 8_000;

export const environmentVariable: Cheat = {
  name: 'environment-variable',
  about: 'hands part of the payload over in an environment variable, and its name in the bitstream',
  check: 'clean-environment',
  gain: 'fewer-bits',
  changesEncoder: true,
  open: () => {
    const used = new Set<string>();
    return {
      codec: {
        encode: async (request) => {
          const payload = await honestStream(request);
          const name = `CLIP_${nameOf(payload).toString('hex')}`;
          used.add(name);
          process.env[name] = payload.subarray(0, CARRIED).toString('base64');
          return leave(request, Buffer.concat([Buffer.from(name), payload.subarray(CARRIED)]));
        },
        decoder: program(`const name = bitstream().subarray(0, 21).toString();
const carried = Buffer.from(process.env[name], 'base64');
putOut(unpack(Buffer.concat([carried, bitstream().subarray(21)])));`),
      },
      close: () => {
        for (const name of used) delete process.env[name];
      },
    };
  },
};
