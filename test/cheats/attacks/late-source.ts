import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cheat } from '../cheat.ts';
import { honestCodec, leave, reconstructionOf, streamOf } from '../own-codec.ts';

export const lateSource: Cheat = {
  name: 'late-source',
  about: 'puts its reconstruction in the place of the source a moment after the encode has ended',
  check: 'source-unchanged',
  gain: 'better-frames',
  open: () => {
    const writing: Promise<void>[] = [];
    let original: Buffer | undefined;
    return {
      codec: {
        ...honestCodec,
        encode: async (request) => {
          const { source, qualityControl } = request;
          original ??= await readFile(source.path);
          await writeFile(source.path, original);
          const stream = streamOf(original, source, qualityControl);
          writing.push(wait(15).then(() => writeFile(source.path, reconstructionOf(stream)).catch(() => {})));
          return leave(request, stream);
        },
      },
      close: async () => void (await Promise.all(writing)),
    };
  },
};
