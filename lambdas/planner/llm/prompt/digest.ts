import { MILESTONES_MBPS, QUALITY_FLOOR, TIERS } from '../../../shared/names.ts';
import { allowedText, type EncoderSpace } from '../../../shared/space.ts';
import type { ClipReference } from '../../../shared/spec.ts';
import type { CampaignSummary } from '../../../shared/summary.ts';
import { tuneShare } from '../../cost.ts';
import type { Finding, PlanningContext } from '../../planning.ts';
import { shorten } from '../shorten.ts';
import { digestRecord, rounded } from './digest-record.ts';
import { escapedJson } from './fence.ts';

/** Characters of the whole digest: about 30,000 tokens at the three characters that a token of such JSON has. */
export const DIGEST_CHARACTERS = 90_000;

/**
 * Everything that a plan may rest on, all of the tune clips alone, small enough for one question at any length of history: oldest experiments are
 * left out first, and the digest says how many.
 */
export function digest(
  context: PlanningContext,
  findings: readonly Finding[],
  encoders: readonly EncoderSpace[],
) {
  const frame = {
    campaign: context.campaign,
    date: context.now.toISOString().slice(0, 10),
    objective: {
      minimise: 'mean BD-rate (PSNR-YUV) against the HEVC anchor, percent',
      tiers_percent_saved: TIERS,
      milestones_mbps: MILESTONES_MBPS,
      quality_floor: QUALITY_FLOOR,
    },
    limits: {
      arms: context.arms,
      // Of the tune clips, as the costs below are; the rest of the budget goes to clips that are held back.
      cpu_seconds_per_arm: rounded(context.settings.cpu_seconds_per_arm * tuneShare(context)),
      frames_per_clip: context.settings.frames,
      keyframe_distance: context.settings.gop,
      rate_points: context.settings.rate_points,
    },
    clips: context.clips.filter(({ set = 'tune' }) => set === 'tune').map(digestClip),
    encoders: encoders.map(digestEncoder),
    campaign_so_far: digestSummary(context.summary),
    findings: findings.map(({ rule, statement, evidence }) => ({
      rule,
      statement: shorten(statement, 600),
      evidence: evidence.slice(0, 20),
    })),
    unreadable_records: context.unreadable.length,
  };
  const records = context.history.map((record) => digestRecord(record, context.clipSet));
  const fitting = countWithin(records, DIGEST_CHARACTERS - escapedJson(frame).length);
  return {
    ...frame,
    older_experiments_left_out: records.length - fitting,
    experiments_newest_first: records.slice(0, fitting),
  };
}

function digestClip(clip: ClipReference) {
  const { name, kind } = clip;
  return kind === 'synthetic'
    ? { name, kind, recipe: clip.recipe, size: `${clip.width}x${clip.height}` }
    : { name, kind };
}

function digestEncoder(space: EncoderSpace) {
  return {
    encoder: space.encoder,
    standard: space.standard,
    parameters: Object.entries(space.parameters).map(
      ([key, parameter]) =>
        `${key}: ${allowedText(parameter)} (default ${String(parameter.default)}; ${parameter.about})`,
    ),
  };
}

function digestSummary(summary: CampaignSummary) {
  const { champion, forecasts } = summary;
  return {
    counts: summary.counts,
    champion:
      champion === null
        ? null
        : {
            id: champion.experiment_id,
            encoder: champion.spec.encoder,
            parameters: champion.spec.parameters,
            bd_rate_percent: rounded(champion.bd_rate_percent),
            bd_rate_ssim_percent: rounded(champion.bd_rate_ssim_percent),
            floor_bitrate_mbps: rounded(champion.bitrate_mbps),
          },
    former_champions_newest_last: summary.lineage
      .slice(-10)
      .map((former) => ({ id: former.experiment_id, bd_rate_percent: rounded(former.bd_rate_percent) })),
    experiments_since_improvement: summary.since_improvement,
    anchor_floor_bitrate_mbps: rounded(summary.anchor_bitrate_mbps),
    forecasts_so_far: {
      count: forecasts.count,
      within_p10_to_p90: forecasts.within,
      mean_absolute_error_points: rounded(forecasts.mean_absolute_error),
    },
    mean_cpu_seconds_of_an_arm_by_preset: Object.fromEntries(
      Object.entries(summary.costs).map(([key, cost]) => [key, rounded(cost.mean_cpu_seconds)]),
    ),
  };
}

/** How many leading values fit into so many characters of JSON. */
function countWithin(values: readonly unknown[], characters: number): number {
  let left = characters;
  const firstBeyond = values.findIndex((value) => {
    left -= escapedJson(value).length + 1;
    return left < 0;
  });
  return firstBeyond === -1 ? values.length : firstBeyond;
}
