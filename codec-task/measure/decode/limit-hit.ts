import { constants } from 'node:os';
import type { CheckName } from '../../../lambdas/shared/checks.ts';
import type { IsolatedEnd } from '../../isolation/run-isolated.ts';
import type { Excess } from '../../isolation/watch.ts';

/** How a program's end tells that a limit of the system stopped it before the watch saw it. */
const SIGNS = [
  {
    check: 'disk-limit',
    words: /ENOSPC|EFBIG|EROFS|No space left on device|File too large|Read-only file system/,
    signal: 'SIGXFSZ',
  },
  {
    check: 'memory-limit',
    words:
      /ENOMEM|Cannot allocate memory|Failed to allocate memory|out of memory|Array buffer allocation failed|bad_alloc/i,
    signal: undefined,
  },
  { check: 'time-limit', words: undefined, signal: 'SIGXCPU' },
] as const;

/** How a shell, which is the first process behind walls, tells that a signal ended a program. */
const BY_SIGNAL = 128;

/** The limit that ended a program by the system's hand, by what it said or which signal ended it. */
export function limitHit(
  { exitCode, killedBy, stderr }: IsolatedEnd,
  checks: ReadonlySet<CheckName>,
): Excess | undefined {
  if (exitCode === 0) return undefined;
  const sign = SIGNS.find(
    ({ check, words, signal }) =>
      checks.has(check) &&
      (words?.test(stderr) ||
        (signal !== undefined &&
          (signal === killedBy || exitCode === BY_SIGNAL + constants.signals[signal]))),
  );
  return sign && { check: sign.check, detail: `the system stopped the decode at its ${sign.check}` };
}
