import * as z from 'zod';
import { SCHEMAS } from './names.ts';

/** What the task's ffmpeg can do, as the task found it. Kept as `capabilities.json` in the artifact store. */
export const Capabilities = z.object({
  schema: z.literal(SCHEMAS.capabilities),
  ffmpeg_version: z.string(),
  ffmpeg_sha256: z.string(),
  /** Those of `ENCODERS` that are present. */
  encoders: z.array(z.string()),
  /** Metric and preprocessing filters of interest that are present, for example libvmaf, xpsnr, hqdn3d. */
  filters: z.array(z.string()),
  /** Library versions by encoder where they can be told. */
  encoder_versions: z.record(z.string(), z.string()),
  architecture: z.string(),
});
export type Capabilities = z.output<typeof Capabilities>;
