import type { SetResult } from '../../../lambdas/shared/result.ts';
import { FEWEST_FOR_INTERVAL } from '../../../lambdas/shared/statistics/interval.ts';
import { signedPercent } from './format.ts';

/** 95 % interval of a mean over clips, or why there is none. */
export function intervalText({ interval, clips }: Pick<SetResult, 'interval' | 'clips'>): string {
  if (interval !== null)
    return `95 % ${signedPercent(interval.low)} to ${signedPercent(interval.high)} % (paired t over ${clips} clips)`;
  return clips < FEWEST_FOR_INTERVAL
    ? `none: no interval under six clips (${clips} here)`
    : 'none: a clip has no BD-rate';
}
