import type { Cheat } from '../cheat.ts';
import { sourceFinder } from './found-source.ts';

export const temporaryScan: Cheat = {
  name: 'temporary-scan',
  about: 'searches the temporary directory for a file of the size that the source has',
  check: 'decoy-decode',
  checkIsolated: 'isolated-decode',
  gain: 'better-frames',
  open: ({ temporary }) => ({
    codec: sourceFinder(`file = findFile(${JSON.stringify(temporary)}, isSource);`),
  }),
};
