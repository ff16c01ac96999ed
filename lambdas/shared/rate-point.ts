import * as z from 'zod';

/** One call of ffmpeg as it was made. */
export const ToolCall = z.strictObject({
  argv: z.array(z.string()),
  /** User and system seconds of the child, by ffmpeg's own -benchmark. */
  cpu_seconds: z.number(),
  wall_seconds: z.number(),
});
export type ToolCall = z.output<typeof ToolCall>;

/** A VMAF score over frames, 0 to 100, with the model that gave it. */
export const VmafScore = z.strictObject({ model: z.string(), mean: z.number(), p5: z.number() });
export type VmafScore = z.output<typeof VmafScore>;

/** XPSNR in dB by plane, means over frames, and (4 Y + U + V) / 6. */
export const XpsnrScore = z.strictObject({ y: z.number(), u: z.number(), v: z.number(), yuv: z.number() });
export type XpsnrScore = z.output<typeof XpsnrScore>;

/** One encode and its separate decode, measured. PSNR in dB and SSIM are means over frames. */
export const RatePoint = z.strictObject({
  /** Value of the encoder's own quality control (CRF). */
  quality_control: z.number(),
  /** `ladder` and `extension` points make the curve; `floor` points were encoded to find the operating point. */
  role: z.enum(['ladder', 'extension', 'floor']),
  /** All that counts: every byte that the decoder is given, and its own code where that is not released. */
  bytes: z.int(),
  /** Of these, the bitstream file, the lab's header included. */
  bitstream_bytes: z.int().optional(),
  /** Of these, further files that the decoder is given, such as weights. */
  side_bytes: z.int().optional(),
  /** Of these, the decoder's own code, compressed; 0 for a released decoder. */
  decoder_bytes: z.int().optional(),
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
  /** Luma, five scales (Wang, Simoncelli and Bovik 2003). */
  ms_ssim: z.number().optional(),
  /** -10 log10(1 - ms_ssim). */
  ms_ssim_db: z.number().optional(),
  /** Null where the found ffmpeg cannot measure it; likewise the next two. */
  xpsnr: XpsnrScore.nullable().optional(),
  vmaf: VmafScore.nullable().optional(),
  vmaf_neg: VmafScore.nullable().optional(),
  frames: z.int(),
  /** Of the source's frames as the metrics read them. */
  source_sha256: z.string().optional(),
  bitstream_sha256: z.string(),
  /** Of the frames that were scored: 8-bit planar 4:2:0. */
  decoded_sha256: z.string(),
  /** Of the frames of a second decode. */
  decoded_again_sha256: z.string().optional(),
  /** Of the encode's argv as JSON. */
  argv_sha256: z.string().optional(),
  /** True when the figures were measured by an earlier experiment, kept, and verified by their hashes. */
  kept: z.boolean().optional(),
  /** Where the bitstream is kept in the artifact store; null for one that was not kept. */
  bitstream_key: z.string().nullable(),
  /** Where its side files are kept; absent for none. */
  side_keys: z.array(z.string()).optional(),
  /** What was chosen for this clip at this rate, in words; absent for a strategy that does not choose. */
  choice: z.string().optional(),
  encode: ToolCall,
  decode: ToolCall,
});
export type RatePoint = z.output<typeof RatePoint>;
