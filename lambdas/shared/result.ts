import * as z from 'zod';
import { CHECK_NAMES } from './checks.ts';
import { StoredEncoder } from './configured.ts';
import { FAILURE_CLASSES, SCHEMAS } from './names.ts';
import { RatePoint } from './rate-point.ts';
import { SceneFeatures } from './scene-features.ts';
import { Screening } from './screening.ts';
import { ClipSet, ExperimentSpec, Parameters } from './spec.ts';

export { RatePoint, ToolCall, VmafScore, XpsnrScore } from './rate-point.ts';

/** A BD-rate in percent (negative: fewer bits at equal quality), or the reason why there is none; never both. */
export const BdRate = z.strictObject({
  percent: z.number().nullable(),
  /** Why `percent` is null, in the words of `lambdas/shared/rate-distortion/bd-rate.ts`. */
  reason: z.string().nullable(),
  /** Share of the anchor's quality range that the test curve covers, 0 to 1; null when there is no curve. */
  overlap: z.number().nullable(),
  /** What a reader should know of a number that was given, for example an overlap under 75 %; null or absent for nothing. */
  warning: z.string().nullable().optional(),
});
export type BdRate = z.output<typeof BdRate>;

/**
 * BD-rates by quality measure; `psnr_yuv` is the headline. Those that not every ffmpeg can measure are null where it
 * could not.
 */
export const BdRates = z.strictObject({
  psnr_yuv: BdRate,
  psnr_y: BdRate,
  ssim_db: BdRate,
  ms_ssim_db: BdRate.optional(),
  xpsnr: BdRate.nullable().optional(),
  vmaf: BdRate.nullable().optional(),
  vmaf_neg: BdRate.nullable().optional(),
});
export type BdRates = z.output<typeof BdRates>;

/** The smallest measured bitrate that meets the quality floor; reached false leaves the rest null. */
export const OperatingPoint = z.strictObject({
  reached: z.boolean(),
  bitrate_mbps: z.number().nullable(),
  quality_control: z.number().nullable(),
  psnr_yuv: z.number().nullable(),
  ssim: z.number().nullable(),
});
export type OperatingPoint = z.output<typeof OperatingPoint>;

/** An anchor's curve. */
export const AnchorResult = z.strictObject({
  key: z.string(),
  /** True when it was measured by an earlier experiment and kept. */
  kept: z.boolean(),
  points: z.array(RatePoint),
  operating_point: OperatingPoint,
});
export type AnchorResult = z.output<typeof AnchorResult>;

/** Difference in rate to the anchor, in percent, at a PSNR-YUV in dB that both curves have. */
export const RateDifference = z.strictObject({ psnr_yuv: z.number(), percent: z.number() });
export type RateDifference = z.output<typeof RateDifference>;

/** The source as it was measured against: 8-bit 4:2:0, limited range, even size. */
export const ClipSource = z.strictObject({
  name: z.string(),
  kind: z.enum(['synthetic', 'stored']),
  set: ClipSet.optional(),
  /** Of the file as given; null for a synthetic clip. */
  file_sha256: z.string().nullable(),
  /** Of the frames that every decode is compared with. */
  frames_sha256: z.string(),
  width: z.int(),
  height: z.int(),
  fps: z.string().regex(/^\d+\/\d+$/),
  frames: z.int(),
  /** Time of the first frame in the file. */
  start_seconds: z.number(),
  /** What had to be converted, a sentence each. */
  notes: z.array(z.string()),
  /** What its frames are like; absent in results of earlier versions. */
  scene: SceneFeatures.optional(),
});
export type ClipSource = z.output<typeof ClipSource>;

export const ClipResult = z.strictObject({
  source: ClipSource,
  anchor: AnchorResult,
  /** libx265 veryslow, 10 bit, tune psnr; null where it was not measured. */
  strong_anchor: AnchorResult.nullable().optional(),
  /** The test ladder by rising bitrate, extension and floor search included. */
  points: z.array(RatePoint),
  bd_rate: BdRates,
  /** Against the strong anchor; null where that was not measured. */
  bd_rate_strong: BdRates.nullable().optional(),
  /** Pointwise, at whole dB of PSNR-YUV within the common range. */
  rate_differences: z.array(RateDifference).optional(),
  operating_point: OperatingPoint,
});
export type ClipResult = z.output<typeof ClipResult>;

/** What a set of clips came to. BD-rates are arithmetic means over its clips. */
export const SetResult = z.strictObject({
  clips: z.int(),
  bd_rate: BdRates,
  bd_rate_strong: BdRates.nullable(),
  /** The clip with the highest BD-rate in PSNR-YUV; null when any has none. */
  worst_clip: z.strictObject({ name: z.string(), percent: z.number() }).nullable(),
  /** 95 % interval of the mean BD-rate in PSNR-YUV over clips; null under six clips. */
  interval: z.strictObject({ low: z.number(), high: z.number(), method: z.literal('paired-t') }).nullable(),
});
export type SetResult = z.output<typeof SetResult>;

/** One configuration's measurement on the control clip. */
export const Control = z.strictObject({
  role: z.enum(['anchor', 'champion', 'known-bad']),
  ...StoredEncoder,
  parameters: Parameters,
  /** Against the anchor of the same control, PSNR-YUV; null with a reason in the verdict. */
  bd_rate_percent: z.number().nullable(),
  /** Against the same control as it was measured before on this ffmpeg, percent of the rate; null the first time. */
  drift_percent: z.number().nullable(),
  fingerprint: z.string(),
});
export type Control = z.output<typeof Control>;

/** The controls of an experiment: encoded anew beside it, whatever is kept. */
export const Controls = z.strictObject({
  sound: z.boolean(),
  /** Why not, or what was seen, in a sentence. */
  reason: z.string(),
  clip: z.string(),
  controls: z.array(Control),
  wall_seconds: z.number(),
});
export type Controls = z.output<typeof Controls>;

/** Something that does not fail an experiment and that nobody should overlook, by the check that saw it. */
export const Flag = z.strictObject({ check: z.enum(CHECK_NAMES), message: z.string() });
export type Flag = z.output<typeof Flag>;

/** What the two families of metrics say together, in `lambdas/shared/agreement.ts`. */
export const Agreement = z.strictObject({
  verdict: z.enum(['better', 'worse', 'equal', 'metric disagreement', 'unknown']),
  sentence: z.string(),
});
export type Agreement = z.output<typeof Agreement>;

/** How decodes were kept apart: found by trying, never assumed. */
export const Isolation = z.strictObject({
  mode: z.enum(['bubblewrap', 'unshare', 'none']),
  /** Why not a stronger one; empty for the strongest. */
  reason: z.string(),
});
export type Isolation = z.output<typeof Isolation>;

/** What one task measured. Readers ignore unknown fields; an incompatible change raises the version. */
export const ExperimentResult = z.object({
  schema: z.literal(SCHEMAS.result),
  campaign: z.string(),
  experiment_id: z.string(),
  spec: ExperimentSpec,
  spec_hash: z.string(),
  /** `partial`: the task was stopped; what had been measured until then is here. */
  status: z.enum(['succeeded', 'failed', 'partial']),
  failure: z
    .strictObject({
      class: z.enum(FAILURE_CLASSES),
      message: z.string().max(2000),
      /** The check that caught it, where one did. */
      check: z.enum(CHECK_NAMES).optional(),
    })
    .nullable(),
  started_at: z.iso.datetime(),
  wall_seconds: z.number(),
  /** Of what this experiment ran itself, kept points not: encodes and first decodes of the test, both of the anchors. */
  cpu_seconds: z.strictObject({
    encode: z.number(),
    decode: z.number(),
    anchor: z.number(),
    /** Encodes and decodes of the controls. */
    controls: z.number().optional(),
    /** The rest of what programs used that it started: their own start, sources, second decodes, tampering, metrics by ffmpeg. */
    others: z.number().optional(),
    /** The task's own process, the lab's own metrics in it. */
    harness: z.number(),
  }),
  environment: z.strictObject({
    ffmpeg_version: z.string(),
    ffmpeg_sha256: z.string(),
    encoder_version: z.string(),
    anchor_version: z.string(),
    node: z.string(),
    architecture: z.string(),
    cpu_model: z.string(),
    cores: z.int(),
    isolation: Isolation.optional(),
    /** SHA-256 of the task's own program. */
    code_sha256: z.string().optional(),
  }),
  clips: z.array(ClipResult),
  /** Arithmetic mean over clips; null with the first reason when any clip has none. */
  bd_rate: BdRates,
  /** Mean bitrate over clips at the quality floor; reached only when every clip reached it. */
  operating_point: OperatingPoint,
  /** The anchor's, in the same way. */
  anchor_operating_point: OperatingPoint,
  /** What each set of clips came to; a set that was not measured is null. `bd_rate` above is that of `tune`. */
  sets: z
    .strictObject({ tune: SetResult, validate: SetResult.nullable(), sealed: SetResult.nullable() })
    .optional(),
  /** Null where they were switched off or the experiment ended before them. */
  controls: Controls.nullable().optional(),
  /** Null where there was none; screened out, the clips hold what the screening measured and no BD-rate. */
  screening: Screening.nullable().optional(),
  /** Of the tune clips. */
  agreement: Agreement.optional(),
  flags: z.array(Flag).optional(),
  /** Names of the checks that ran and found nothing, in all rate points and in the experiment. */
  checks: z.array(z.enum(CHECK_NAMES)).optional(),
  /** SHA-256 over every bitstream's hash of the tune clips: equal for experiments that produced the same bits. */
  fingerprint: z.string().nullable(),
  /** SHA-256 over bytes and scores of the tune clips: equal for experiments with the same scores. */
  scores_fingerprint: z.string().nullable().optional(),
});
export type ExperimentResult = z.output<typeof ExperimentResult>;
