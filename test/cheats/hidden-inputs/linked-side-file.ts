import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const linkedSideFile: Cheat = {
  name: 'linked-side-file',
  about: 'declares a side file that is a link to a payload elsewhere',
  check: 'plain-bytes',
  gain: 'a-score',
  open: ({ temporary }) => ({
    codec: {
      encode: async (request) => {
        const payload = await honestStream(request);
        const elsewhere = join(temporary, `payload-${request.qualityControl}`);
        await writeFile(elsewhere, payload);
        const side = join(request.folder, 'side');
        await symlink(elsewhere, side);
        return leave(request, Buffer.from(`step ${request.qualityControl}`), undefined, [side]);
      },
      decoder: program(`const payload = fs.readFileSync('side-0');
if ('step ' + payload[6] !== String(bitstream())) throw new Error('another stream');
putOut(unpack(payload));`),
    },
  }),
};
