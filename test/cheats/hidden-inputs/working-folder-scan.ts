import type { Cheat } from '../cheat.ts';
import { sourceFinder } from './found-source.ts';

export const workingFolderScan: Cheat = {
  name: 'working-folder-scan',
  about: 'searches its working folder, and all that lies around the folders above it, for the source',
  check: 'decoy-decode',
  checkIsolated: 'isolated-decode',
  gain: 'better-frames',
  open: ({ temporary }) => ({
    codec: sourceFinder(`let folder = process.cwd();
while (!file && folder.startsWith(${JSON.stringify(temporary)})) {
  file = findFile(folder, isSource);
  folder = path.dirname(folder);
}`),
  }),
};
