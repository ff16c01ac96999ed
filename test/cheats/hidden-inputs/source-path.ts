import type { Cheat } from '../cheat.ts';
import { sourceFinder } from './found-source.ts';

export const sourcePath: Cheat = {
  name: 'source-path',
  about: "writes the source's path into the bitstream and reads the source when decoding",
  check: 'decoy-decode',
  checkIsolated: 'isolated-decode',
  gain: 'better-frames',
  open: () => ({ codec: sourceFinder('file = clue.path;', true) }),
};
