import type { Cheat } from '../cheat.ts';
import { changingDecoder } from './changed-frames.ts';

export const otherSubsampling: Cheat = {
  name: 'other-subsampling',
  about: 'says that its frames are planar 4:4:4 while they hold the bytes of 4:2:0',
  check: 'frame-format',
  gain: 'a-score',
  open: () => ({ codec: changingDecoder("putOut(decoded, 'C444');") }),
};
