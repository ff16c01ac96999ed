import * as z from 'zod';
import { StoredEncoder } from './configured.ts';
import { Parameters } from './spec.ts';

/** The measures that a screening looks at: the headline of each family of metrics, which every lab has. */
export const SCREENED_MEASURES = ['psnr_yuv', 'ssim_db'] as const;
export type ScreenedMeasure = (typeof SCREENED_MEASURES)[number];

/**
 * How far a clip's screened points lie from the anchor's curve, in percent of the rate at equal quality, and how far the
 * rival lies from it at the same qualities. Two rate points tell less than a ladder: this is no BD-rate.
 */
export const ScreeningScore = z.strictObject({ percent: z.number(), rival_percent: z.number() });
export type ScreeningScore = z.output<typeof ScreeningScore>;

/** A point of the curve that an experiment was screened against. */
export const RivalPoint = z.strictObject({
  quality_control: z.number(),
  bitrate_mbps: z.number(),
  psnr_yuv: z.number(),
  ssim_db: z.number(),
  bitstream_sha256: z.string(),
});
export type RivalPoint = z.output<typeof RivalPoint>;

export const ScreenedClip = z.strictObject({
  name: z.string(),
  /** Screened values of the quality control. */
  quality_controls: z.array(z.number()),
  /** Null where no screened point lies in the quality range of both curves; likewise the next. */
  psnr_yuv: ScreeningScore.nullable(),
  ssim_db: ScreeningScore.nullable(),
  /** The champion's kept curve; null where the anchor is the rival. */
  champion: z.array(RivalPoint).nullable(),
});
export type ScreenedClip = z.output<typeof ScreenedClip>;

const Decision = z.enum(['screened out', 'measured in full']);

/** How an experiment's screening ended, as its result tells it. */
export const Screening = z.strictObject({
  decision: Decision,
  /** One sentence with the numbers. */
  reason: z.string(),
  /** What it was held against. */
  rival: z.enum(['champion', 'anchor']),
  /** The champion's configuration; null where the anchor is the rival. */
  configuration: z.strictObject({ ...StoredEncoder, parameters: Parameters }).nullable(),
  /** Of screening out what would have won, 0 to 1. */
  risk: z.number(),
  /** In what it could no longer win; empty where it was measured in full. */
  beyond_hope: z.array(z.enum(SCREENED_MEASURES)),
  clips: z.array(ScreenedClip),
  /** About what the tune clips' other rate points would have cost in encodes and decodes; 0 where they were measured. */
  saved_cpu_seconds: z.number(),
});
export type Screening = z.output<typeof Screening>;

/** What a record keeps of it. */
export const ScreeningFinding = z.strictObject({
  decision: Decision,
  reason: z.string().max(400),
  rival: z.enum(['champion', 'anchor']),
  /** Mean over the screened clips in PSNR-YUV; null where a clip has none. */
  score_percent: z.number().nullable(),
  /** The rival's at the same qualities. */
  rival_percent: z.number().nullable(),
  /** The same two in SSIM. */
  score_ssim_percent: z.number().nullable(),
  rival_ssim_percent: z.number().nullable(),
  beyond_hope: z.array(z.enum(SCREENED_MEASURES)),
  /** Scores in PSNR-YUV, in the order of the screened clips. */
  clips: z.array(ScreeningScore.nullable()).max(8),
  saved_cpu_seconds: z.number(),
});
export type ScreeningFinding = z.output<typeof ScreeningFinding>;

/** Whether an experiment ended after its screening, so that there is a score and no BD-rate. */
export function isScreenedOut(
  measurement:
    | { readonly screening?: Pick<ScreeningFinding, 'decision'> | null | undefined }
    | null
    | undefined,
): boolean {
  return measurement?.screening?.decision === 'screened out';
}
