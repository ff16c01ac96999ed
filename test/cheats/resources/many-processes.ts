import type { Cheat } from '../cheat.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

export const manyProcesses: Cheat = {
  name: 'many-processes',
  about: 'starts forty processes at once',
  check: 'process-limit',
  gain: 'a-score',
  waits: true,
  open: () => ({
    codec:
      changingDecoder(`const started = Array.from({ length: 40 }, () => spawn('sleep', ['0.7'], { stdio: 'ignore' }));
let running = started.length;
for (const child of started) {
  child.on('error', () => process.exit(1));
  child.on('exit', () => --running === 0 && putOut(decoded));
}`),
  }),
};
