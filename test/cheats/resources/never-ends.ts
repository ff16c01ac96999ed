import type { Cheat } from '../cheat.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

export const neverEnds: Cheat = {
  name: 'never-ends',
  about: 'puts out its frames only after longer than a decode may take',
  check: 'time-limit',
  gain: 'a-score',
  limits: { seconds: 0.8 },
  waits: true,
  open: () => ({ codec: changingDecoder('setTimeout(() => putOut(decoded), 1_200);') }),
};
