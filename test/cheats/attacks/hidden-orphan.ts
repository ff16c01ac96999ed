import { changingDecoder } from '../frames/changed-frames.ts';
import type { Attack } from './attack.ts';

export const hiddenOrphan: Attack = {
  name: 'hidden-orphan',
  about: 'leaves a process behind without parent, group and environment',
  gain: 'a-score',
  open: () => ({
    codec:
      changingDecoder(`spawnSync('sh', ['-c', 'setsid env -i sh -c "sleep 3" </dev/null >/dev/null 2>&1 &']);
putOut(decoded);`),
  }),
};
