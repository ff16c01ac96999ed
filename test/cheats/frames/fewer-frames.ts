import { readFile } from 'node:fs/promises';
import type { Cheat } from '../cheat.ts';
import { honestCodec, leave, streamOf } from '../own-codec.ts';

export const fewerFrames: Cheat = {
  name: 'fewer-frames',
  about: 'codes all frames but the last',
  check: 'frame-count',
  gain: 'a-score',
  open: () => ({
    codec: {
      ...honestCodec,
      encode: async (request) => {
        const { source, qualityControl } = request;
        const all = await readFile(source.path);
        const frames = source.frames - 1;
        const kept = all.subarray(0, (all.length / source.frames) * frames);
        return leave(request, streamOf(kept, { ...source, frames }, qualityControl));
      },
    },
  }),
};
