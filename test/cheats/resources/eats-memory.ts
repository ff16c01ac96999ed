import type { Cheat } from '../cheat.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

export const eatsMemory: Cheat = {
  name: 'eats-memory',
  about: 'fills more memory than a decode may have',
  check: 'memory-limit',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const eaten = [];
for (let i = 0; i < 25; i++) eaten.push(Buffer.alloc(10_000_000, i + 1));
setTimeout(() => putOut(decoded), 100 + eaten.length);`),
  }),
};
