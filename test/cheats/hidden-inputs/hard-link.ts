import { copyFile, link } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cheat } from '../cheat.ts';
import { linking } from './symbolic-link.ts';

export const hardLink: Cheat = {
  name: 'hard-link',
  about: 'leaves a second name of a file elsewhere, which it could go on writing to, for a bitstream',
  check: 'plain-bytes',
  gain: 'a-score',
  open: ({ temporary }) =>
    linking(link, async ({ source, qualityControl }) => {
      const copy = join(temporary, `copy-${qualityControl}`);
      await copyFile(source.path, copy);
      return copy;
    }),
};
