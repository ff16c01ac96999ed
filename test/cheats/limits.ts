import type { DecodeLimits } from '../../codec-task/isolation/limits.ts';

/** Limits of a decode, small enough for a cheat to meet them soon and far above what an honest decode here needs. */
export const LIMITS: DecodeLimits = {
  seconds: 60,
  memoryBytes: 180 * 2 ** 20,
  diskBytes: 8 * 2 ** 20,
  processes: 4,
};
