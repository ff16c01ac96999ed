import type { Cheat } from '../cheat.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

export const endlessOutput: Cheat = {
  name: 'endless-output',
  about: 'puts out hundreds of frames more than it is asked for',
  check: 'output-limit',
  behind: ['frame-count'],
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`const times = 40;
const raw = Buffer.concat(Array.from({ length: times }, () => decoded.raw));
putOut({ ...decoded, frames: decoded.frames * times, raw });`),
  }),
};
