import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const sideFile: Cheat = {
  name: 'side-file',
  about: 'declares the payload as a side file and hopes that only the bitstream is counted',
  check: 'charged-side-files',
  charged: true,
  gain: 'fewer-bits',
  open: () => ({
    codec: {
      encode: async (request) => {
        const payload = await honestStream(request);
        const side = join(request.folder, 'payload');
        await writeFile(side, payload.subarray(7));
        return leave(request, payload.subarray(0, 7), undefined, [side]);
      },
      decoder: program("putOut(unpack(Buffer.concat([bitstream(), fs.readFileSync('side-0')])));"),
    },
  }),
};
