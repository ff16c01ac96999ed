import type { Cheat } from '../cheat.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

export const fillsDisk: Cheat = {
  name: 'fills-disk',
  about: 'writes more into its folder than a decode may',
  check: 'disk-limit',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const piece = Buffer.alloc(2_000_000, 7);
for (let i = 0; i < 12; i++) fs.writeFileSync('scratch-' + i, piece);
setTimeout(() => putOut(decoded), 100);`),
  }),
};
