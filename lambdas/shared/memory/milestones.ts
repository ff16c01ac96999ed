import { MILESTONES_MBPS } from '../names.ts';
import type { ClipMeasurement, ExperimentRecord } from '../record.ts';
import type { CampaignSummary } from '../summary.ts';

type Milestone = CampaignSummary['milestones'][number];

/**
 * Milestones with those that a record is the first to reach. First is the smaller experiment id, which sorts by start
 * time, so that the order of delivery does not matter.
 */
export function withMilestones(milestones: readonly Milestone[], record: ExperimentRecord): Milestone[] {
  const best = lowestFloorClip(record.measurement?.clips ?? []);
  if (best === undefined) return [...milestones];
  return MILESTONES_MBPS.flatMap((mbps) => {
    const before = milestones.find((milestone) => milestone.mbps === mbps);
    const reached =
      best.bitrate <= mbps && (before === undefined || record.experiment_id < before.experiment_id);
    if (!reached) return before === undefined ? [] : [before];
    return [
      {
        mbps,
        experiment_id: record.experiment_id,
        clip: best.clip.name,
        kind: best.clip.kind,
        bitrate_mbps: best.bitrate,
        anchor_bitrate_mbps: best.clip.anchor_floor_bitrate_mbps,
      },
    ];
  });
}

function lowestFloorClip(clips: readonly ClipMeasurement[]) {
  return clips
    .flatMap((clip) => (clip.floor_bitrate_mbps === null ? [] : [{ clip, bitrate: clip.floor_bitrate_mbps }]))
    .sort((a, b) => a.bitrate - b.bitrate)[0];
}
