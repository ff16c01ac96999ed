import type { Cheat } from '../cheat.ts';
import { changingDecoder } from '../frames/changed-frames.ts';

export const orphan: Cheat = {
  name: 'orphan',
  about: 'leaves a process behind without a parent and in a group of its own',
  check: 'process-limit',
  gain: 'a-score',
  open: () => ({
    codec:
      changingDecoder(`spawnSync('sh', ['-c', 'setsid sh -c "exec sleep 3" </dev/null >/dev/null 2>&1 &']);
putOut(decoded);`),
  }),
};
