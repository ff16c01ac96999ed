import type { ClipMeasurement, ExperimentRecord } from '../shared/record.ts';

/** Bytes of JSON that a record may have: 50 of them, one planning request, are then far below DynamoDB's 1 MB page. */
export const RECORD_BYTES = 8192;
/** Most clips whose figures it lists. */
const MOST_LISTED = 32;

/**
 * A record within {@link RECORD_BYTES}: where many clips or long names would exceed it, only some tune clips are listed and
 * `clips_left_out` says how many are not; the result artifact has all. Validate clips decide on promotion and all stay. Kept first is the clip with the lowest bitrate at
 * the quality floor, which the milestones rest on, then the worst by BD-rate, one without a BD-rate being the worst.
 * What was planned is never shortened, so a record whose plan alone is larger stays larger.
 */
export function withinSize(record: ExperimentRecord): ExperimentRecord {
  const { measurement } = record;
  if (measurement === null) return record;
  if (measurement.clips.length <= MOST_LISTED && byteLength(record) <= RECORD_BYTES) return record;
  const priority = byPriority(measurement.clips);
  for (let kept = Math.min(MOST_LISTED, priority.length - 1); kept > 0; kept -= 1) {
    const shorter = withClips(record, new Set(priority.slice(0, kept)));
    if (byteLength(shorter) <= RECORD_BYTES) return shorter;
  }
  return withoutScenes(withClips(record, new Set(priority.slice(0, 1))));
}

/** What the clip is like gives way last: the memory of scenes has it from other records, or not at all. */
function withoutScenes(record: ExperimentRecord): ExperimentRecord {
  if (record.measurement === null) return record;
  const clips = record.measurement.clips.map(({ scene: _scene, ...clip }) => clip);
  return { ...record, measurement: { ...record.measurement, clips } };
}

function withClips(record: ExperimentRecord, kept: ReadonlySet<ClipMeasurement>): ExperimentRecord {
  if (record.measurement === null) return record;
  const clips = record.measurement.clips.filter((clip) => kept.has(clip));
  const { clips_left_out: before = 0 } = record.measurement;
  const clips_left_out = before + record.measurement.clips.length - clips.length;
  return { ...record, measurement: { ...record.measurement, clips, clips_left_out } };
}

function byPriority(clips: readonly ClipMeasurement[]): ClipMeasurement[] {
  const lowest = clips.reduce<ClipMeasurement | undefined>(
    (best, clip) =>
      floor(clip) < (best === undefined ? Number.POSITIVE_INFINITY : floor(best)) ? clip : best,
    undefined,
  );
  const worstFirst = clips.toSorted((a, b) => badness(b) - badness(a));
  return lowest === undefined ? worstFirst : [lowest, ...worstFirst.filter((clip) => clip !== lowest)];
}

const floor = (clip: ClipMeasurement) => clip.floor_bitrate_mbps ?? Number.POSITIVE_INFINITY;
const badness = (clip: ClipMeasurement) => clip.bd_rate_percent ?? Number.MAX_VALUE;

function byteLength(record: ExperimentRecord): number {
  return Buffer.byteLength(JSON.stringify(record));
}
