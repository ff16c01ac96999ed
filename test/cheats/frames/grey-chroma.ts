import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conventionalCodec } from '../../../codec-task/codecs/conventional/conventional.ts';
import type { Cheat } from '../cheat.ts';

const anchor = conventionalCodec('libx265', { preset: 'medium' });

export const greyChroma: Cheat = {
  name: 'grey-chroma',
  about: 'gives all colour away to save bits where the structure metrics, which read luma alone, do not look',
  check: 'two-families',
  gain: 'a-score',
  open: () => ({
    codec: {
      ...anchor,
      encode: async (request) => {
        const { source } = request;
        const frames = await readFile(source.path);
        const luma = source.width * source.height;
        for (let at = luma; at < frames.length; at += luma * 1.5) {
          flatten(frames.subarray(at, at + luma / 4));
          flatten(frames.subarray(at + luma / 4, at + luma / 2));
        }
        const path = join(request.folder, 'grey.yuv');
        await writeFile(path, frames);
        const encoded = await anchor.encode({ ...request, source: { ...source, path } });
        await rm(path);
        return encoded;
      },
    },
    control: { name: 'crf', min: 22, max: 37, ladder: [22, 27, 32, 37] },
  }),
};

/** Gives every sample of a plane the plane's mean. */
function flatten(plane: Uint8Array): void {
  plane.fill(Math.round(plane.reduce((sum, sample) => sum + sample, 0) / plane.length));
}
