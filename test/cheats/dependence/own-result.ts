import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cheat } from '../cheat.ts';
import { honestCodec } from '../own-codec.ts';

/** A result that nobody measured. */
export const INVENTED =
  '{"schema":"codec-lab.result.v1","status":"succeeded","bd_rate":{"psnr_yuv":{"percent":-99}}}';

export const ownResult: Cheat = {
  name: 'own-result',
  about: 'leaves a result of its own in the folder of the encode',
  check: 'declared-files',
  gain: 'a-score',
  open: () => ({
    codec: {
      ...honestCodec,
      encode: async (request) => {
        await writeFile(join(request.folder, 'result.json'), INVENTED);
        return honestCodec.encode(request);
      },
    },
  }),
};
