import { link } from 'node:fs/promises';
import type { Cheat } from '../cheat.ts';
import { linking } from './symbolic-link.ts';

export const hardLink: Cheat = {
  name: 'hard-link',
  about: 'leaves a hard link to the source for a bitstream',
  check: 'plain-bytes',
  gain: 'a-score',
  open: () => linking(link),
};
