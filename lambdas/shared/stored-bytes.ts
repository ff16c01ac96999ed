import type { ExperimentResult, RatePoint } from './result.ts';

/** More than any experiment leaves, and a whole number that every table holds. */
const MOST_BYTES = 1e12;

/**
 * Bytes that an experiment has left in the artifact store: its bitstreams with their side files, the anchors' that it
 * encoded itself, its result, and once more the figures of its points, each of which is kept by itself. What an earlier
 * experiment had kept is that one's. What is not known of an artifact is left out.
 */
export function storedBytes(result: ExperimentResult): number {
  const points = result.clips.flatMap(({ points: own, anchor, strong_anchor }) => [
    ...own.filter(({ kept }) => kept !== true),
    ...(anchor.kept ? [] : anchor.points),
    ...(strong_anchor && !strong_anchor.kept ? strong_anchor.points : []),
  ]);
  const bitstreams = points.reduce((sum, point) => sum + pointBytes(point), 0);
  const figures = Buffer.byteLength(JSON.stringify(result)) + Buffer.byteLength(JSON.stringify(points));
  return Math.min(bitstreams + figures, MOST_BYTES);
}

function pointBytes({ bitstream_key, bitstream_bytes, bytes, side_bytes = 0 }: RatePoint): number {
  return bitstream_key === null ? 0 : (bitstream_bytes ?? bytes) + side_bytes;
}
