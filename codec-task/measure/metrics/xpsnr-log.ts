import type { XpsnrScore } from '../../../lambdas/shared/result.ts';
import { IncompleteMetricError } from './incomplete-metric.ts';

/** Cap for a plane without any error, as for PSNR. */
const CAP = 60;

/**
 * Means over frames from the log of ffmpeg's xpsnr filter (Helmrich et al. 2020), and (4 Y + U + V) / 6.
 * @throws IncompleteMetricError
 */
export function readXpsnr(log: string, frames: number): XpsnrScore {
  const lines = log.split('\n').filter((line) => /^\s*n:/.test(line));
  if (lines.length !== frames) throw new IncompleteMetricError('xpsnr', lines.length, frames);
  const mean = (plane: string) =>
    lines.reduce((sum, line) => {
      const value = new RegExp(`XPSNR ${plane}:\\s*(\\S+)`).exec(line)?.[1] ?? '';
      return sum + Math.min(CAP, value === 'inf' ? CAP : Number(value));
    }, 0) / lines.length;
  const [y, u, v] = [mean('y'), mean('u'), mean('v')];
  if (![y, u, v].every(Number.isFinite)) throw new IncompleteMetricError('xpsnr', 0, frames);
  return { y, u, v, yuv: (4 * y + u + v) / 6 };
}
