import type { Cheat } from '../cheat.ts';
import { changingDecoder } from './changed-frames.ts';

export const otherSize: Cheat = {
  name: 'other-size',
  about: 'puts out frames with width and height exchanged, which hold as many bytes',
  check: 'frame-size',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder('putOut({ ...decoded, width: decoded.height, height: decoded.width });'),
  }),
};
