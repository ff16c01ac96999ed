import * as z from 'zod';

/**
 * What a strategy, or a source of proposals, has brought so far. Failures of the machine and suspect results stand in
 * `infrastructure` alone and count against nobody.
 */
export const ArmStatistics = z.strictObject({
  /** Experiments that ended, the machine's own failures left out. */
  experiments: z.int(),
  infrastructure: z.int(),
  /** Experiments that failed, repeated what was known or gave no BD-rate. */
  wasted: z.int(),
  /** Experiments that became champion. */
  wins: z.int(),
  /**
   * Validated improvement, percentage points of BD-rate: by how much each win moved the champion below the best of what
   * came before, counted from the best of the encoders' own defaults, so that finding a preset is no discovery.
   */
  gain_points: z.number(),
  /** Compute and language model together. */
  usd: z.number(),
  cpu_seconds: z.number(),
});
export type ArmStatistics = z.output<typeof ArmStatistics>;

export function noStatistics(): ArmStatistics {
  return { experiments: 0, infrastructure: 0, wasted: 0, wins: 0, gain_points: 0, usd: 0, cpu_seconds: 0 };
}
