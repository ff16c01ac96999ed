import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';
import { nameOf } from './smuggled-payload.ts';

export const environmentVariable: Cheat = {
  name: 'environment-variable',
  about: 'hands the payload over in an environment variable, and its name in the bitstream',
  check: 'clean-environment',
  gain: 'fewer-bits',
  open: () => {
    const used = new Set<string>();
    return {
      codec: {
        encode: async (request) => {
          const payload = await honestStream(request);
          const name = `CLIP_${nameOf(payload).toString('hex')}`;
          used.add(name);
          process.env[name] = payload.toString('base64');
          return leave(request, Buffer.from(name));
        },
        decoder: program("putOut(unpack(Buffer.from(process.env[bitstream()], 'base64')));"),
      },
      close: () => {
        for (const name of used) delete process.env[name];
      },
    };
  },
};
