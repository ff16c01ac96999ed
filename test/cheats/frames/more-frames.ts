import type { Cheat } from '../cheat.ts';
import { changingDecoder } from './changed-frames.ts';

export const moreFrames: Cheat = {
  name: 'more-frames',
  about: 'puts out the last frame once more',
  check: 'frame-count',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const last = decoded.raw.subarray(-decoded.raw.length / decoded.frames);
putOut({ ...decoded, frames: decoded.frames + 1, raw: Buffer.concat([decoded.raw, last]) });`),
  }),
};
