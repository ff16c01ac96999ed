import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../../../../codec-task/measure/cache/configuration.ts';
import { keepBitstream } from '../../../../codec-task/measure/cache/kept-points.ts';
import { RatePoint } from '../../../../lambdas/shared/result.ts';
import { sha256 } from '../../../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../../../lambdas/shared/stores/artifact-store.ts';

export const CONFIGURATION: Configuration = {
  method: 1,
  frames_sha256: 'f'.repeat(64),
  width: 128,
  height: 96,
  fps: '30/1',
  frames: 8,
  strategy: 'conventional',
  encoder: 'libx264',
  parameters: { preset: 'medium', psy: true },
  gop: 8,
  threads: 1,
  code_sha256: 'c'.repeat(64),
  decoder: 'ffmpeg',
  ffmpeg_sha256: 'a'.repeat(64),
  ffmpeg_version: '5.1',
  encoder_version: 'core 164',
  architecture: 'x64',
  isolation: 'none',
  checks: ['frame-count'],
};

/** A point whose bitstream, these bytes, is in the store. */
export async function storedPoint(
  store: ArtifactStore,
  folder: string,
  bitstream: Uint8Array,
  change: Partial<RatePoint> = {},
): Promise<RatePoint> {
  const path = join(folder, `${sha256(bitstream)}.bin`);
  await writeFile(path, bitstream);
  const call = { argv: ['ffmpeg'], cpu_seconds: 0.1, wall_seconds: 0.2 };
  return RatePoint.parse({
    ...{ quality_control: 27, role: 'ladder', bytes: bitstream.length, bitstream_bytes: bitstream.length },
    ...{ side_bytes: 0, decoder_bytes: 0, header_bytes: 20, container_bytes: bitstream.length },
    ...{
      bitrate_mbps: 0.1,
      psnr_y: 38.25,
      psnr_u: 40,
      psnr_v: 41,
      psnr_yuv: 38.8,
      psnr_yuv_of_mean_mse: 38.7,
    },
    ...{ ssim: 0.97, ssim_db: 15.2, ms_ssim: 0.98, ms_ssim_db: 17, xpsnr: null, vmaf: null, vmaf_neg: null },
    ...{ frames: 8, source_sha256: 's', bitstream_sha256: sha256(bitstream), argv_sha256: 'v', kept: false },
    ...{ decoded_sha256: 'd', decoded_again_sha256: 'd', encode: call, decode: call },
    bitstream_key: await keepBitstream(store, path),
    ...change,
  });
}
