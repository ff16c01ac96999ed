import * as z from 'zod';
import { FAILURE_CLASSES, SCHEMAS } from './names.ts';
import { Forecast } from './reasoning.ts';
import { CampaignName, ExperimentSpec } from './spec.ts';

export const ExperimentStatus = z.enum(['planned', 'running', 'succeeded', 'failed', 'abandoned']);
export const Verdict = z.enum(['confirmed', 'refuted', 'inconclusive', 'suspect']);
export type Verdict = z.output<typeof Verdict>;
export const Tier = z.enum(['90', '70', '50', 'in progress']);

/** One clip's share of a record; BD-rates in percent, null where not computable. */
export const ClipMeasurement = z.strictObject({
  name: z.string(),
  kind: z.enum(['synthetic', 'stored']),
  bd_rate_percent: z.number().nullable(),
  bd_rate_ssim_percent: z.number().nullable(),
  bd_rate_reason: z.string().nullable(),
  /** Mbit/s at the quality floor; null when it was not reached. */
  floor_bitrate_mbps: z.number().nullable(),
  anchor_floor_bitrate_mbps: z.number().nullable(),
  /** PSNR-YUV in dB of the ladder's lowest and highest point, and the anchor's. */
  psnr_yuv_range: z.tuple([z.number(), z.number()]),
  anchor_psnr_yuv_range: z.tuple([z.number(), z.number()]),
});
export type ClipMeasurement = z.output<typeof ClipMeasurement>;

/** The measured half of a record; argv, hashes and per-point figures stay in the result artifact. */
export const Measurement = z.strictObject({
  bd_rate_percent: z.number().nullable(),
  bd_rate_ssim_percent: z.number().nullable(),
  bd_rate_reason: z.string().nullable(),
  floor_reached: z.boolean(),
  bitrate_mbps: z.number().nullable(),
  anchor_bitrate_mbps: z.number().nullable(),
  tier: Tier,
  clips: z.array(ClipMeasurement).max(32),
  /** How many clips the result has beyond these; absent when all are listed. */
  clips_left_out: z.int().optional(),
  fingerprint: z.string().nullable(),
  wall_seconds: z.number(),
  /** Of the arm itself, encode and decode; the anchor and the harness stand in the result artifact. */
  cpu_seconds: z.number(),
  encode_cpu_seconds: z.number(),
  ffmpeg_version: z.string(),
});
export type Measurement = z.output<typeof Measurement>;

/** An experiment's row: what was planned and forecast, and what came of it. Under 8 KB. */
export const ExperimentRecord = z.object({
  schema: z.literal(SCHEMAS.record),
  campaign: CampaignName,
  experiment_id: z.string(),
  reasoning_id: z.string(),
  status: ExperimentStatus,
  strategy: z.string(),
  source: z.enum(['llm', 'rules', 'manual']),
  purpose: z.string(),
  spec: ExperimentSpec,
  spec_hash: z.string(),
  clip_set: z.string(),
  planned_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  expected_bd_rate: Forecast,
  expected_bitrate_mbps: z.number(),
  expected_cpu_seconds: z.number(),
  measurement: Measurement.nullable(),
  verdict: Verdict.nullable(),
  verdict_reason: z.string().max(600).nullable(),
  failure: z.strictObject({ class: z.enum(FAILURE_CLASSES), message: z.string().max(600) }).nullable(),
  /** Key of result.json in the artifact store; null when there is none. */
  result_key: z.string().nullable(),
});
export type ExperimentRecord = z.output<typeof ExperimentRecord>;
