import type { Cheat } from '../cheat.ts';
import { changingDecoder } from './changed-frames.ts';

export const otherOrder: Cheat = {
  name: 'other-order',
  about: "puts out two frames in each other's place",
  check: 'frame-order',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const size = decoded.raw.length / decoded.frames;
const third = Buffer.from(decoded.raw.subarray(2 * size, 3 * size));
decoded.raw.copyWithin(2 * size, 5 * size, 6 * size);
third.copy(decoded.raw, 5 * size);
putOut(decoded);`),
  }),
};
