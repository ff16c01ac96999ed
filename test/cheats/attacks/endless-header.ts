import { changingDecoder } from '../frames/changed-frames.ts';
import type { Attack } from './attack.ts';

export const endlessHeader: Attack = {
  name: 'endless-header',
  about: 'begins with a line that does not end for 200 MB',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const piece = Buffer.alloc(1 << 20, 88);
process.stdout.write('YUV4MPEG2 W128 H96 F30:1 C420jpeg X');
for (let i = 0; i < 200; i++) await new Promise((resolve) => process.stdout.write(piece, resolve));
process.stdout.write('\\n');
putOut(decoded);`),
  }),
};

export const errorFlood: Attack = {
  name: 'error-flood',
  about: 'writes 200 MB to standard error',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const piece = Buffer.alloc(1 << 20, 88);
for (let i = 0; i < 200; i++) await new Promise((resolve) => process.stderr.write(piece, resolve));
putOut(decoded);`),
  }),
};
