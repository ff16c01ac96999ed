import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { honestCodec, leave, reconstructionOf, streamOf } from '../own-codec.ts';
import type { Attack } from './attack.ts';

export const lateSource: Attack = {
  name: 'late-source',
  about: 'puts its reconstruction in the place of the source a moment after the encode has ended',
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
