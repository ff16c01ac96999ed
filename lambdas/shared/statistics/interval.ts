import { arithmeticMean, sampleDeviation } from './averages.ts';
import { studentTQuantile } from './student-t.ts';

/** Fewest clips that an interval is given for: with fewer, every clip is shown and none is. */
export const FEWEST_FOR_INTERVAL = 6;
const CONFIDENCE = 0.95;

export interface MeanInterval {
  readonly low: number;
  readonly high: number;
  readonly method: 'paired-t';
}

/**
 * 95 % interval of the mean over clips: mean +- t(0.975, n - 1) s / sqrt(n). Each value is already a difference of two
 * measurements of one clip, hence paired. Null under six clips, where the few clips say too little of others.
 */
export function pairedInterval(differences: readonly number[]): MeanInterval | null {
  const count = differences.length;
  if (count < FEWEST_FOR_INTERVAL) return null;
  const mean = arithmeticMean(differences);
  const t = studentTQuantile((1 + CONFIDENCE) / 2, count - 1);
  const half = (t * sampleDeviation(differences)) / Math.sqrt(count);
  return { low: mean - half, high: mean + half, method: 'paired-t' };
}
