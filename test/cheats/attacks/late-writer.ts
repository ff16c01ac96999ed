import { open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';
import type { Attack } from './attack.ts';

/** Time in which it looks for its moment. */
const PATIENCE_MILLISECONDS = 3_000;

export const lateWriter: Attack = {
  name: 'late-writer',
  about: 'keeps the bitstream open and writes the payload into it once it has been taken away',
  gain: 'fewer-bits',
  open: () => {
    const writing: Promise<void>[] = [];
    return {
      codec: {
        encode: async (request) => {
          const payload = await honestStream(request);
          const encoded = await leave(request, payload.subarray(0, 7));
          const file = await open(encoded.path, 'r+');
          const write = async () => {
            const deadline = performance.now() + PATIENCE_MILLISECONDS;
            while (performance.now() < deadline) {
              if ((await stat(encoded.path).catch(() => undefined)) === undefined) break;
              await wait(1);
            }
            await file.write(payload, 0, payload.length, 0);
            await file.close();
          };
          writing.push(write());
          return encoded;
        },
        decoder: program('putOut(unpack(bitstream()));'),
      },
      close: async () => void (await Promise.all(writing)),
    };
  },
};
