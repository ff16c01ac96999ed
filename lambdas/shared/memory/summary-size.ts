import type { CampaignSummary } from '../summary.ts';
import { withoutOldest } from './observations.ts';

/** Bytes of JSON that a summary may have, whatever the length of the history and of the names in it. */
export const SUMMARY_BYTES = 96_000;

/** Observations that are kept as long as anything else can be shortened. */
const LEAST_OBSERVATIONS = 40;

/**
 * A summary within {@link SUMMARY_BYTES}: observations give way first, the oldest before the newer, then the lists that say
 * least about what to do next.
 */
export function withinSummarySize(summary: CampaignSummary): CampaignSummary {
  let excess = bytesOf(summary) - SUMMARY_BYTES;
  if (excess <= 0) return summary;
  const observations = summary.observations ?? [];
  const fewer = (least: number) =>
    withoutOldest(observations, Math.max(least, observations.length - countOver(observations, excess)));
  let shorter: CampaignSummary = { ...summary, observations: fewer(LEAST_OBSERVATIONS) };
  for (const list of ['screened', 'refuted', 'lineage', 'front', 'recent'] as const) {
    excess = bytesOf(shorter) - SUMMARY_BYTES;
    if (excess <= 0) return shorter;
    const values: readonly unknown[] = shorter[list] ?? [];
    shorter = { ...shorter, [list]: values.slice(countOver(values, excess)) };
  }
  return shorter;
}

/** How many of the first values have so many bytes together; all where even these have not. */
function countOver(values: readonly unknown[], bytes: number): number {
  let left = bytes;
  const last = values.findIndex((value) => {
    left -= bytesOf(value) + 1;
    return left <= 0;
  });
  return last === -1 ? values.length : last + 1;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
