import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cheat, OpenCheat } from '../cheat.ts';
import { keepingElsewhere } from './kept-payload.ts';

/** The cheat that keeps its payload in a file of a folder. */
function keptIn(folder: string): OpenCheat {
  const files: string[] = [];
  const prefix = join(folder, '.codec-lab-cheat-');
  return {
    codec: keepingElsewhere(
      async (name, payload) => {
        files.push(prefix + name);
        await writeFile(prefix + name, payload);
      },
      `show(fs.readFileSync(${JSON.stringify(prefix)} + name));`,
    ),
    close: async () => {
      for (const file of files) await rm(file, { force: true });
    },
  };
}

export const temporaryFile: Cheat = {
  name: 'temporary-file',
  about: 'keeps its payload in a file of the temporary directory',
  check: 'isolated-decode',
  needsNamespaces: true,
  gain: 'fewer-bits',
  open: ({ temporary }) => keptIn(temporary),
};

export const sharedMemory: Cheat = {
  name: 'shared-memory',
  about: 'keeps its payload in shared memory',
  check: 'isolated-decode',
  needsNamespaces: true,
  gain: 'fewer-bits',
  open: () => keptIn('/dev/shm'),
};

export const besideNode: Cheat = {
  name: 'beside-node',
  about: 'keeps its payload beside the program of Node, where a sandbox must let it read',
  check: 'isolated-decode',
  needsNamespaces: true,
  gain: 'fewer-bits',
  open: () => keptIn(dirname(process.execPath)),
};
