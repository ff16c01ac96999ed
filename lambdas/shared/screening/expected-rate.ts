import type { ExperimentRecord } from '../record.ts';
import { logRateOf, percentOf } from '../statistics/log-rate.ts';

/**
 * BD-rate in percent over all tune clips that a screening makes expect; null where it has no score in PSNR-YUV. How far the
 * experiment lay from its rival is added to what the rival has over all of them, so that clips which are easy for both do
 * not flatter it. One that is beyond hope in PSNR-YUV is expected no better than its rival, whatever its score.
 */
export function expectedRate({
  spec,
  measurement,
}: Pick<ExperimentRecord, 'spec' | 'measurement'>): number | null {
  const screening = measurement?.screening;
  const score = screening?.score_percent ?? null;
  if (screening === undefined || screening === null || score === null) return null;
  const champion = screening.rival === 'champion' ? spec.screening?.champion_percent : undefined;
  const rival = screening.rival_percent;
  const expected =
    champion === undefined || rival === null
      ? score
      : percentOf(logRateOf(champion) + logRateOf(score) - logRateOf(rival));
  if (!screening.beyond_hope.includes('psnr_yuv')) return expected;
  return Math.max(expected, champion ?? (screening.rival === 'champion' ? (rival ?? expected) : 0));
}
