import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';
import { nameOf } from './smuggled-payload.ts';

export const secondFile: Cheat = {
  name: 'second-file',
  about: 'leaves the payload in a file beside the bitstream that it does not declare',
  check: 'declared-files',
  behind: ['decoy-decode', 'repeatable-decode'],
  gain: 'fewer-bits',
  open: ({ temporary }) => ({
    codec: {
      encode: async (request) => {
        const payload = await honestStream(request);
        const name = nameOf(payload);
        await writeFile(join(request.folder, `payload-${name.toString('hex')}`), payload);
        return leave(request, name);
      },
      decoder: program(`const name = 'payload-' + bitstream().toString('hex');
const file = findFile(${JSON.stringify(temporary)}, (file) => path.basename(file) === name);
putOut(unpack(fs.readFileSync(file)));`),
    },
  }),
};
