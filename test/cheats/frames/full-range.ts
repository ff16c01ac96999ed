import type { Cheat } from '../cheat.ts';
import { changingDecoder } from './changed-frames.ts';

export const fullRange: Cheat = {
  name: 'full-range',
  about: 'says that its frames are of full range',
  check: 'frame-format',
  gain: 'a-score',
  open: () => ({ codec: changingDecoder("putOut(decoded, 'C420jpeg XCOLORRANGE=FULL');") }),
};
