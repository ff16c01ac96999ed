import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { StrategyEncoder } from './encoder-name.ts';
import { SCHEMAS, SYNTHETIC_RECIPES } from './names.ts';
import { StrategyName } from './strategy-name.ts';

/** A campaign's name: partition key, folder name and CLI argument at once. */
export const CampaignName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
  error: 'a campaign name is 1 to 40 of a-z, 0-9 and hyphen, and starts with a letter or digit',
});

/**
 * What a clip is for: the planner sees `tune` results only, a champion must hold on `validate`, `sealed` is measured once
 * for a finalist and shown to people only.
 */
export const ClipSet = z.enum(['tune', 'validate', 'sealed']);
export type ClipSet = z.output<typeof ClipSet>;

/** A clip that the task renders itself, always labelled synthetic. */
export const SyntheticClip = z.strictObject({
  kind: z.literal('synthetic'),
  name: z.string().min(1).max(80),
  recipe: z.enum(SYNTHETIC_RECIPES),
  width: z.int().min(64).max(3840),
  height: z.int().min(64).max(2160),
  set: ClipSet.optional(),
});

/** A clip in the artifact store, in any format that ffmpeg reads. */
export const StoredClip = z.strictObject({
  kind: z.literal('stored'),
  name: z.string().min(1).max(80),
  key: z.string().min(1).max(512),
  set: ClipSet.optional(),
});

export const ClipReference = z.discriminatedUnion('kind', [SyntheticClip, StoredClip]);
export type ClipReference = z.output<typeof ClipReference>;

/** A parameter value; which are allowed is declared by the strategy's space. */
export const ParameterValue = z.union([z.string().max(40), z.number(), z.boolean()]);
export type ParameterValue = z.output<typeof ParameterValue>;
export const Parameters = z.record(z.string().max(40), ParameterValue);
export type Parameters = z.output<typeof Parameters>;

/** What is encoded with what: an encoder of a strategy, the conventional one where none is named. */
export interface Configuration extends StrategyEncoder {
  readonly parameters: Parameters;
}

/**
 * A cheap look at an experiment before its ladders: so many tune clips, so many points of each ladder. It ends there when
 * it can no longer win, and otherwise goes on with those points as part of its ladders.
 */
export const ScreeningPlan = z.strictObject({
  clips: z.int().min(1).max(8),
  /** Fewer than a BD-rate needs. */
  rate_points: z.int().min(2).max(3),
  /** Mean BD-rate of the champion over the tune clips when this was planned; absent: none, so that the anchor's 0 counts. */
  champion_percent: z.number().optional(),
});
export type ScreeningPlan = z.output<typeof ScreeningPlan>;

/** Most clips that a spec names, and most that one task measures. */
export const MOST_NAMED = 32;
/** Most clips of a campaign: one Lambda function merges what they came to, some 25 KB each. */
export const MOST_CLIPS = 1024;

/**
 * Tune clips beside those that a spec names, in a list of their own, since a row has no room for them. They are measured in
 * shards: tasks of so many clips each, see ./shards.ts.
 */
export const FurtherClips = z.strictObject({
  /** Of the list in the artifact store, JSON of clip references; its name is its content's hash. */
  key: z.string().min(1).max(200),
  sha256: z.string().length(64),
  count: z.int().min(1).max(MOST_CLIPS),
  per_task: z.int().min(1).max(MOST_NAMED),
});
export type FurtherClips = z.output<typeof FurtherClips>;

/** Everything that determines what one experiment runs. */
export const ExperimentSpec = z.strictObject({
  schema: z.literal(SCHEMAS.spec),
  strategy: StrategyName,
  /** Encoder of that strategy; checked against the strategy's space, not here. */
  encoder: z.string().min(1).max(40),
  parameters: Parameters,
  clips: z.array(ClipReference).min(1).max(MOST_NAMED),
  /** Absent: `clips` are all, and one task measures them. */
  further_clips: FurtherClips.optional(),
  frames: z.int().min(8).max(600),
  gop: z.int().min(8).max(600),
  rate_points: z.int().min(4).max(8),
  seed: z.int().min(0).max(0x7fffffff),
  /** A declared replicate: measured anew whatever is kept, and free to give the bits of the experiment named here. */
  replicate_of: z.string().max(80).optional(),
  /** Validate clips are measured only when the tune clips come to a lower mean BD-rate than this; absent: always. */
  validate_below_percent: z.number().optional(),
  /** Confirms a finalist: sealed clips and the strong anchor are measured too. */
  confirm: z.boolean().optional(),
  /** Absent: measured in full whatever it comes to. */
  screening: ScreeningPlan.optional(),
  /** The configuration whose replicate is measured among the controls; absent: the anchor's. */
  control: z
    .strictObject({
      /** Absent: the conventional one. */
      strategy: StrategyName.optional(),
      encoder: z.string().min(1).max(40),
      parameters: Parameters,
    })
    .optional(),
});
export type ExperimentSpec = z.output<typeof ExperimentSpec>;

/** JSON with sorted keys at every level, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Lower-case hexadecimal SHA-256 of text or bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * 16 hexadecimal digits that two experiments share exactly when they would measure the same thing. The seed is left
 * out, because no encode depends on it, and so is what is measured beside or only perhaps.
 * A screening is such a perhaps: what it ended would not be worth measuring in full either. Of further clips it counts
 * which they are, not how many one task measures.
 */
export function specHash(spec: ExperimentSpec): string {
  const {
    seed: _seed,
    control: _control,
    validate_below_percent: _below,
    screening: _screening,
    further_clips: further,
    ...measured
  } = spec;
  return sha256(canonicalJson({ ...measured, ...furtherHash(further) })).slice(0, 16);
}

/**
 * 16 hexadecimal digits that two experiments share exactly when they code the same tune clips in the same way: then equal
 * bits are a repetition, otherwise one of them did not run what was planned.
 */
export function codingHash(spec: ExperimentSpec): string {
  const { strategy, encoder, parameters, frames, gop, rate_points } = spec;
  const clips = spec.clips.flatMap(({ set = 'tune', ...clip }) => (set === 'tune' ? [clip] : []));
  const further = furtherHash(spec.further_clips);
  const coded = { strategy, encoder, parameters, clips, ...further, frames, gop, rate_points };
  return sha256(canonicalJson(coded)).slice(0, 16);
}

/** 12 hexadecimal digits for the set of clips and their length; results are comparable only within one. */
export function clipSetHash(
  spec: Pick<ExperimentSpec, 'clips' | 'further_clips' | 'frames' | 'gop'>,
): string {
  const { clips, further_clips, frames, gop } = spec;
  return sha256(canonicalJson({ clips, ...furtherHash(further_clips), frames, gop })).slice(0, 12);
}

/** Nothing where there are none, so that hashes of what has no further clips are as they were before there could be any. */
function furtherHash(further: FurtherClips | undefined): { further_clips?: string } {
  return further === undefined ? {} : { further_clips: further.sha256 };
}
