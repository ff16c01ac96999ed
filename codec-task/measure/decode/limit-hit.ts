import type { IsolatedEnd } from '../../isolation/run-isolated.ts';
import type { Excess } from '../../isolation/watch.ts';

/** How programs say that a limit of the system stopped them before the watch saw it. */
const SIGNS = [
  {
    check: 'disk-limit',
    words: /ENOSPC|EFBIG|EROFS|No space left on device|File too large|Read-only file system/,
    signals: ['SIGXFSZ'],
  },
  {
    check: 'memory-limit',
    words:
      /ENOMEM|Cannot allocate memory|Failed to allocate memory|out of memory|Array buffer allocation failed|bad_alloc/i,
    signals: [],
  },
  { check: 'time-limit', words: undefined, signals: ['SIGXCPU'] },
  { check: 'process-limit', words: /EAGAIN|Resource temporarily unavailable/, signals: [] },
] as const;

/** The limit that ended a program by the system's hand, by what it said or which signal ended it. */
export function limitHit({ exitCode, killedBy, stderr }: IsolatedEnd): Excess | undefined {
  if (exitCode === 0) return undefined;
  const sign = SIGNS.find(
    ({ words, signals }) => words?.test(stderr) || signals.some((signal) => signal === killedBy),
  );
  return sign && { check: sign.check, detail: `the system stopped the decode at its ${sign.check}` };
}
