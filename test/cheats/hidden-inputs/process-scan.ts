import { type FileHandle, open } from 'node:fs/promises';
import type { Cheat } from '../cheat.ts';
import { sourceFinder } from './found-source.ts';

export const processScan: Cheat = {
  name: 'process-scan',
  about: 'leaves the source open in the encoder and finds it among the open files of all processes',
  check: 'decoy-decode',
  checkIsolated: 'isolated-decode',
  gain: 'better-frames',
  open: ({ temporary }) => {
    const held: FileHandle[] = [];
    const finder =
      sourceFinder(`const numbers = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
for (const number of numbers) {
  let links = [];
  try { links = fs.readdirSync('/proc/' + number + '/fd'); } catch {}
  for (const link of links) {
    const opened = '/proc/' + number + '/fd/' + link;
    try {
      if (!fs.readlinkSync(opened).startsWith(${JSON.stringify(temporary)})) continue;
      if (isSource(opened, fs.statSync(opened))) file = opened;
    } catch {}
  }
}`);
    return {
      codec: {
        ...finder,
        encode: async (request) => {
          held.push(await open(request.source.path));
          return finder.encode(request);
        },
      },
      close: async () => {
        for (const handle of held) await handle.close();
      },
    };
  },
};
