import type { CampaignSummary } from '../summary.ts';
import { withoutOldest } from './observations.ts';

/** Bytes of JSON that a summary may have, whatever the length of the history and of the names in it. */
export const SUMMARY_BYTES = 96_000;

/**
 * Lists that give way, each from its first and down to so many, in this order: what the newest records tell as well, then
 * what says least about what to do next.
 */
const GIVE_WAY = [
  ['screened', 24],
  ['observations', 60],
  ['lineage', 5],
  ['screened', 0],
  ['refuted', 6],
  ['front', 6],
  ['recent', 4],
  ['observations', 1],
  ['refuted', 0],
  ['front', 0],
  ['recent', 0],
] as const;

/** A summary within {@link SUMMARY_BYTES}; the best observation stays. */
export function withinSummarySize(summary: CampaignSummary): CampaignSummary {
  let shorter = summary;
  for (const [list, least] of GIVE_WAY) {
    const excess = bytesOf(shorter) - SUMMARY_BYTES;
    if (excess <= 0) return shorter;
    const values: readonly unknown[] = shorter[list] ?? [];
    const kept = Math.max(Math.min(least, values.length), values.length - countOver(values, excess));
    shorter =
      list === 'observations'
        ? { ...shorter, observations: withoutOldest(shorter.observations ?? [], kept) }
        : { ...shorter, [list]: values.slice(values.length - kept) };
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
