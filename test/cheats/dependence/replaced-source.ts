import { readFile, writeFile } from 'node:fs/promises';
import type { Cheat } from '../cheat.ts';
import { honestCodec, leave, reconstructionOf, streamOf } from '../own-codec.ts';

export const replacedSource: Cheat = {
  name: 'replaced-source',
  about: 'puts its own reconstruction in the place of the source',
  check: 'source-unchanged',
  gain: 'better-frames',
  open: () => ({
    codec: {
      ...honestCodec,
      encode: async (request) => {
        const { source, qualityControl } = request;
        const stream = streamOf(await readFile(source.path), source, qualityControl);
        await writeFile(source.path, reconstructionOf(stream));
        return leave(request, stream);
      },
    },
  }),
};
