import * as z from 'zod';
import { CHECK_NAMES } from './checks.ts';
import { Forecast } from './forecast.ts';
import { EXPERIMENT_STATUSES, FAILURE_CLASSES, PROPOSAL_SOURCES, SCHEMAS, VERDICTS } from './names.ts';
import { ForecastScores, RegisteredForecast } from './registered-forecast.ts';
import { Agreement, Isolation } from './result.ts';
import { ClipScene } from './scene-features.ts';
import { ScreeningFinding } from './screening.ts';
import { CampaignName, ExperimentSpec } from './spec.ts';

export const ExperimentStatus = z.enum(EXPERIMENT_STATUSES);
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.output<typeof Verdict>;
export const Tier = z.enum(['90', '70', '50', 'in progress']);

/**
 * BD-rates in percent by quality measure, both families of metrics; null where not computable, absent where this ffmpeg
 * does not measure it.
 */
export const MeasureRates = z.strictObject({
  psnr_yuv: z.number().nullable(),
  ssim_db: z.number().nullable(),
  ms_ssim_db: z.number().nullable().optional(),
  xpsnr: z.number().nullable().optional(),
  vmaf_neg: z.number().nullable().optional(),
});
export type MeasureRates = z.output<typeof MeasureRates>;

/** Mean over clips and its 95 % interval, percent. */
export const MeanInterval = z.strictObject({ low: z.number(), high: z.number() });

/** One tune clip's share of a record; BD-rates in percent, null where not computable. */
export const ClipMeasurement = z.strictObject({
  name: z.string(),
  kind: z.enum(['synthetic', 'stored']),
  bd_rate_percent: z.number().nullable(),
  bd_rate_ssim_percent: z.number().nullable(),
  bd_rate_ms_ssim_percent: z.number().nullable().optional(),
  bd_rate_reason: z.string().nullable(),
  /** Mbit/s at the quality floor; null when it was not reached. */
  floor_bitrate_mbps: z.number().nullable(),
  anchor_floor_bitrate_mbps: z.number().nullable(),
  /** PSNR-YUV in dB of the ladder's lowest and highest point, and the anchor's. */
  psnr_yuv_range: z.tuple([z.number(), z.number()]),
  anchor_psnr_yuv_range: z.tuple([z.number(), z.number()]),
  /** What it is like; absent in rows of earlier versions. */
  scene: ClipScene.optional(),
});
export type ClipMeasurement = z.output<typeof ClipMeasurement>;

/** A validate clip's BD-rates, to a thousandth of a percent. `clip` is its place in the spec's clips, from 0. */
export const ValidateClip = z.strictObject({ clip: z.int(), ...MeasureRates.shape });
export type ValidateClip = z.output<typeof ValidateClip>;

/** What the validate clips came to. Decides on promotion and is shown to people; nothing of it reaches the planner. */
export const Validation = z.strictObject({
  clips: z.array(ValidateClip).max(32),
  bd_rate_percent: z.number().nullable(),
  bd_rate_ssim_percent: z.number().nullable(),
  bd_rate_ms_ssim_percent: z.number().nullable(),
  bd_rate_reason: z.string().nullable(),
  /** Against the strong anchor; null where that was not measured. */
  bd_rate_strong_percent: z.number().nullable(),
  /** Mean BD-rate of these clips less that of the tune clips, percentage points; positive: worse than where it was searched. */
  gap_points: z.number().nullable(),
  /** Of the mean in PSNR-YUV; null under six clips. */
  interval: MeanInterval.nullable(),
});
export type Validation = z.output<typeof Validation>;

/** The controls of an experiment in short. */
export const ControlFinding = z.strictObject({
  sound: z.boolean(),
  reason: z.string().max(300),
  /** Largest drift of a control against what it was before, percent of the rate; 0 where encoding repeats itself. */
  noise_percent: z.number(),
});

/**
 * The measured half of a record; argv, hashes and per-point figures stay in the result artifact. All but `validation` is of
 * the tune clips; sealed clips appear nowhere. What is optional is absent in rows of earlier versions.
 */
export const Measurement = z.strictObject({
  bd_rate_percent: z.number().nullable(),
  bd_rate_ssim_percent: z.number().nullable(),
  bd_rate_ms_ssim_percent: z.number().nullable().optional(),
  /** Null where this ffmpeg does not measure it; likewise the next. */
  bd_rate_xpsnr_percent: z.number().nullable().optional(),
  bd_rate_vmaf_neg_percent: z.number().nullable().optional(),
  /** Against the strong anchor; null where that was not measured. */
  bd_rate_strong_percent: z.number().nullable().optional(),
  bd_rate_reason: z.string().nullable(),
  floor_reached: z.boolean(),
  bitrate_mbps: z.number().nullable(),
  anchor_bitrate_mbps: z.number().nullable(),
  tier: Tier,
  /** What the two families of metrics say together. */
  agreement: z
    .strictObject({ verdict: Agreement.shape.verdict, sentence: z.string().max(300) })
    .nullable()
    .optional(),
  worst_clip: z.strictObject({ name: z.string(), percent: z.number() }).nullable().optional(),
  /** Of the mean in PSNR-YUV over clips; null under six clips. */
  interval: MeanInterval.nullable().optional(),
  clips: z.array(ClipMeasurement).max(32),
  /** How many clips the result has beyond these; absent when all are listed. */
  clips_left_out: z.int().optional(),
  /** Null where no validate clip was measured. */
  validation: Validation.nullable().optional(),
  fingerprint: z.string().nullable(),
  scores_fingerprint: z.string().nullable().optional(),
  /** Checks that found something which does not fail the experiment. */
  flags: z.array(z.enum(CHECK_NAMES)).optional(),
  /** Null where it was not screened. Screened out: there is no BD-rate, and the experiment was no failure. */
  screening: ScreeningFinding.nullable().optional(),
  /** Null where no controls were measured. */
  controls: ControlFinding.nullable().optional(),
  isolation: Isolation.shape.mode.nullable().optional(),
  wall_seconds: z.number(),
  /** Of the arm itself, encode and decode; the anchor and the harness stand in the result artifact. */
  cpu_seconds: z.number(),
  /** What encoding and decoding the tune clips costs, whether this experiment did it or an earlier one's points were kept. */
  tune_cpu_seconds: z.number().optional(),
  encode_cpu_seconds: z.number(),
  ffmpeg_version: z.string(),
});
export type Measurement = z.output<typeof Measurement>;

/**
 * What came of an experiment that needed fewer bits than the champion on the tune clips; `overtaken` by a better one of the
 * same iteration.
 */
export const PROMOTIONS = [
  'promoted',
  'metric disagreement',
  'over-fitted to the tune clips',
  'not validated',
  'overtaken',
] as const;
export const Promotion = z.strictObject({ decision: z.enum(PROMOTIONS), reason: z.string().max(600) });
export type Promotion = z.output<typeof Promotion>;

/** An experiment's row: what was planned and forecast, and what came of it. Under 8 KB. */
export const ExperimentRecord = z.object({
  schema: z.literal(SCHEMAS.record),
  campaign: CampaignName,
  experiment_id: z.string(),
  reasoning_id: z.string(),
  status: ExperimentStatus,
  strategy: z.string(),
  source: z.enum(PROPOSAL_SOURCES),
  purpose: z.string(),
  spec: ExperimentSpec,
  spec_hash: z.string(),
  clip_set: z.string(),
  planned_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  expected_bd_rate: Forecast,
  expected_bitrate_mbps: z.number(),
  expected_cpu_seconds: z.number(),
  forecast: RegisteredForecast.optional(),
  /** Distance to the nearest earlier experiment, 0 (the same) to 1 (another encoder); absent where there was none. */
  novelty: z.number().min(0).max(1).optional(),
  /** How the forecast stood against the measurement; absent until there is a BD-rate, and in rows of earlier versions. */
  forecast_scores: ForecastScores.nullable().optional(),
  measurement: Measurement.nullable(),
  verdict: Verdict.nullable(),
  verdict_reason: z.string().max(600).nullable(),
  /** The earlier experiment of another spec whose bits or scores it repeats; absent or null for none. */
  duplicate_of: z.string().nullable().optional(),
  /** What another arm of its iteration found wrong with the instrument, so that this one teaches nothing either. */
  batch_fault: z.string().max(400).nullable().optional(),
  /** For people only: the reason tells of validate clips. Absent where it was no candidate. */
  promotion: Promotion.nullable().optional(),
  failure: z
    .strictObject({
      class: z.enum(FAILURE_CLASSES),
      message: z.string().max(600),
      /** The check that caught it, where one did. */
      check: z.enum(CHECK_NAMES).optional(),
    })
    .nullable(),
  /** Bytes that it left in the artifact store; absent without a result, and in rows of earlier versions. */
  stored_bytes: z.int().min(0).optional(),
  /** Key of result.json in the artifact store; null when there is none. */
  result_key: z.string().nullable(),
});
export type ExperimentRecord = z.output<typeof ExperimentRecord>;
