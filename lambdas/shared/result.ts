import * as z from 'zod';
import { FAILURE_CLASSES, SCHEMAS } from './names.ts';
import { ExperimentSpec } from './spec.ts';

/** A BD-rate in percent (negative: fewer bits at equal quality), or the reason why there is none; never both. */
export const BdRate = z.strictObject({
  percent: z.number().nullable(),
  /** Why `percent` is null, in the words of `codec-task/measure/bd-rate.ts`. */
  reason: z.string().nullable(),
  /** Share of the anchor's quality range that the test curve covers, 0 to 1; null when there is no curve. */
  overlap: z.number().nullable(),
});
export type BdRate = z.output<typeof BdRate>;

/** BD-rates in the three quality measures; `psnr_yuv` is the headline. */
export const BdRates = z.strictObject({ psnr_yuv: BdRate, psnr_y: BdRate, ssim_db: BdRate });
export type BdRates = z.output<typeof BdRates>;

/** One call of ffmpeg as it was made. */
export const ToolCall = z.strictObject({
  argv: z.array(z.string()),
  /** User and system seconds of the child, by ffmpeg's own -benchmark. */
  cpu_seconds: z.number(),
  wall_seconds: z.number(),
});
export type ToolCall = z.output<typeof ToolCall>;

/** One encode and its separate decode, measured. PSNR in dB and SSIM are means over frames. */
export const RatePoint = z.strictObject({
  /** Value of the encoder's own quality control (CRF). */
  quality_control: z.number(),
  /** `ladder` and `extension` points make the curve; `floor` points were encoded to find the operating point. */
  role: z.enum(['ladder', 'extension', 'floor']),
  /** Packets of the elementary stream plus the lab's header. */
  bytes: z.int(),
  header_bytes: z.int(),
  /** Size of the file as ffmpeg wrote it, container included; beside, not counted. */
  container_bytes: z.int(),
  bitrate_mbps: z.number(),
  psnr_y: z.number(),
  psnr_u: z.number(),
  psnr_v: z.number(),
  /** (6 Y + U + V) / 8. */
  psnr_yuv: z.number(),
  /** The same weighting of the planes' PSNR of the mean squared error over all frames. */
  psnr_yuv_of_mean_mse: z.number(),
  /** Luma. */
  ssim: z.number(),
  /** -10 log10(1 - ssim). */
  ssim_db: z.number(),
  frames: z.int(),
  bitstream_sha256: z.string(),
  decoded_sha256: z.string(),
  /** Where the bitstream is kept in the artifact store; null for one that was not kept. */
  bitstream_key: z.string().nullable(),
  encode: ToolCall,
  decode: ToolCall,
});
export type RatePoint = z.output<typeof RatePoint>;

/** The smallest measured bitrate that meets the quality floor; reached false leaves the rest null. */
export const OperatingPoint = z.strictObject({
  reached: z.boolean(),
  bitrate_mbps: z.number().nullable(),
  quality_control: z.number().nullable(),
  psnr_yuv: z.number().nullable(),
  ssim: z.number().nullable(),
});
export type OperatingPoint = z.output<typeof OperatingPoint>;

/** The source as it was measured against: 8-bit 4:2:0, limited range, even size. */
export const ClipSource = z.strictObject({
  name: z.string(),
  kind: z.enum(['synthetic', 'stored']),
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
});
export type ClipSource = z.output<typeof ClipSource>;

export const ClipResult = z.strictObject({
  source: ClipSource,
  anchor: z.strictObject({
    key: z.string(),
    /** True when it was measured by an earlier experiment and kept. */
    kept: z.boolean(),
    points: z.array(RatePoint),
    operating_point: OperatingPoint,
  }),
  /** The test ladder by rising bitrate, extension and floor search included. */
  points: z.array(RatePoint),
  bd_rate: BdRates,
  operating_point: OperatingPoint,
});
export type ClipResult = z.output<typeof ClipResult>;

/** What one task measured. Readers ignore unknown fields; an incompatible change raises the version. */
export const ExperimentResult = z.object({
  schema: z.literal(SCHEMAS.result),
  campaign: z.string(),
  experiment_id: z.string(),
  spec: ExperimentSpec,
  spec_hash: z.string(),
  /** `partial`: the task was stopped; what had been measured until then is here. */
  status: z.enum(['succeeded', 'failed', 'partial']),
  failure: z.strictObject({ class: z.enum(FAILURE_CLASSES), message: z.string().max(2000) }).nullable(),
  started_at: z.iso.datetime(),
  wall_seconds: z.number(),
  /** Of ffmpeg, summed; `harness` is the task's own process. */
  cpu_seconds: z.strictObject({
    encode: z.number(),
    decode: z.number(),
    anchor: z.number(),
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
  }),
  clips: z.array(ClipResult),
  /** Arithmetic mean over clips; null with the first reason when any clip has none. */
  bd_rate: BdRates,
  /** Mean bitrate over clips at the quality floor; reached only when every clip reached it. */
  operating_point: OperatingPoint,
  /** The anchor's, in the same way. */
  anchor_operating_point: OperatingPoint,
  /** SHA-256 over every bitstream's hash: equal for experiments that produced the same bits. */
  fingerprint: z.string().nullable(),
});
export type ExperimentResult = z.output<typeof ExperimentResult>;
