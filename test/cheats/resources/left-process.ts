import type { Cheat } from '../cheat.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

export const leftProcess: Cheat = {
  name: 'left-process',
  about: 'leaves a process behind that goes on after the decode',
  check: 'process-limit',
  gain: 'a-score',
  open: () => ({
    codec: changingDecoder(`putOut(decoded);
spawn('sleep', ['3'], { detached: true, stdio: 'ignore' }).unref();`),
  }),
};
