import type { Cheat } from '../cheat.ts';
import { changingDecoder } from './changed-frames.ts';

export const randomDecode: Cheat = {
  name: 'random-decode',
  about: 'gives other frames each time that it decodes',
  check: 'repeatable-decode',
  gain: 'a-score',
  open: () => ({
    codec:
      changingDecoder(`for (let i = 0; i < decoded.raw.length; i += 97) decoded.raw[i] ^= Math.random() < 0.5 ? 0 : 1;
putOut(decoded);`),
  }),
};
