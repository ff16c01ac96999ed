import { encoderName } from '../../../../shared/encoder-name.ts';
import { MILESTONES_MBPS, QUALITY_FLOOR, TIERS } from '../../../../shared/names.ts';
import { allowedText, type EncoderSpace } from '../../../../shared/space.ts';
import type { ClipReference } from '../../../../shared/spec.ts';
import { tuneShare } from '../../../cost.ts';
import type { Finding, PlanningContext } from '../../../planning.ts';
import { shorten } from '../../shorten.ts';
import { escapedJson } from '../fence.ts';
import { content } from './content.ts';
import { digestRecord } from './digest-record.ts';
import { experience } from './experience.ts';
import { rounded } from './rounded.ts';
import { scores } from './scores.ts';
import { standing } from './standing.ts';

/** Characters of the whole digest: about 20,000 tokens at the three characters that a token of such JSON has. */
export const DIGEST_CHARACTERS = 60_000;
/** Experiments that are told one by one; all others stand in the sections before. */
const RECENT_LISTED = 20;

/**
 * Everything that a plan may rest on, all of the tune clips alone, each line with the ids of its experiments. Small at any
 * length of history: every section lists so many and no more, and of the newest experiments the oldest are left out first.
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
      usd_this_month: budget(context),
    },
    clips: context.clips.filter(({ set = 'tune' }) => set === 'tune').map(digestClip),
    ...(context.further && { further_clips: context.further.list.length }),
    encoders: encoders.map(digestEncoder),
    counts: { succeeded: context.summary.counts.succeeded, failed: context.summary.counts.failed },
    standing: standing(context),
    experience: experience(context, encoders),
    content: content(context),
    scores: scores(context),
    standing_regions: (context.regions ?? []).map(({ reason, weight, ...region }) => ({
      ...region,
      weight: rounded(weight),
      reason: shorten(reason, 120),
    })),
    findings: findings.map(({ rule, statement, evidence }) => ({
      rule,
      statement: shorten(statement, 600),
      evidence: evidence.slice(0, 20),
    })),
    unreadable_records: context.unreadable.length,
  };
  const records = context.history
    .slice(0, RECENT_LISTED)
    .map((record) => digestRecord(record, context.clipSet));
  const fitting = countWithin(records, DIGEST_CHARACTERS - escapedJson(frame).length);
  return {
    ...frame,
    older_experiments_left_out: context.history.length - fitting,
    experiments_newest_first: records.slice(0, fitting),
  };
}

function budget({ summary, settings, now }: PlanningContext) {
  const { llm_usd = 0, compute_usd = 0 } = summary.months[now.toISOString().slice(0, 7)] ?? {};
  return {
    spent_on_you: rounded(llm_usd),
    cap_on_you: settings.llm.monthly_cap_usd,
    spent_in_all: rounded(llm_usd + compute_usd),
    cap_in_all: settings.monthly_cap_usd,
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
    encoder: encoderName(space),
    standard: space.standard,
    parameters: Object.entries(space.parameters).map(
      ([key, parameter]) =>
        `${key}: ${allowedText(parameter)} (default ${String(parameter.default)}; ${parameter.about})`,
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
