import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { BdRates, ClipResult, ExperimentResult, RatePoint } from '../../../lambdas/shared/result.ts';
import type { SceneFeatures } from '../../../lambdas/shared/scene-features.ts';
import { type ClipReference, specHash } from '../../../lambdas/shared/spec.ts';
import { PLANNED_AT } from './given.ts';

/** What a task would write for a planned experiment. */
export function givenResult(
  planned: ExperimentRecord,
  changes: Partial<ExperimentResult> = {},
): ExperimentResult {
  return {
    schema: SCHEMAS.result,
    campaign: planned.campaign,
    experiment_id: planned.experiment_id,
    spec: planned.spec,
    spec_hash: planned.spec_hash,
    status: 'succeeded',
    failure: null,
    started_at: PLANNED_AT,
    wall_seconds: 90,
    cpu_seconds: { encode: 40, decode: 5, anchor: 30, harness: 3 },
    environment: {
      ffmpeg_version: '5.1.9',
      ffmpeg_sha256: 'f'.repeat(64),
      encoder_version: '3.5',
      anchor_version: '3.5',
      node: 'v24.21.0',
      architecture: 'arm64',
      cpu_model: 'a processor',
      cores: 4,
    },
    clips: planned.spec.clips.map((clip) => givenClipResult(clip)),
    bd_rate: bdRates(-6.1),
    operating_point: { reached: true, bitrate_mbps: 1.1, quality_control: 27, psnr_yuv: 35.4, ssim: 0.96 },
    anchor_operating_point: {
      reached: true,
      bitrate_mbps: 1.2,
      quality_control: 28,
      psnr_yuv: 35.2,
      ssim: 0.955,
    },
    fingerprint: specHash(planned.spec).repeat(4),
    ...changes,
  };
}

/** BD-rates that agree in all measures that every ffmpeg has. */
export function bdRates(percent: number | null): BdRates {
  const one = { percent, reason: percent === null ? 'low-overlap' : null, overlap: 0.9 };
  return { psnr_yuv: one, psnr_y: one, ssim_db: one, ms_ssim_db: one };
}

export function givenClipResult(
  clip: ClipReference,
  bdRate: number | null = -6.1,
  floorMbps = 1.1,
  scene?: SceneFeatures,
): ClipResult {
  const at = { quality_control: 27, psnr_yuv: 35.4, ssim: 0.96 };
  return {
    source: {
      name: clip.name,
      kind: clip.kind,
      ...(clip.set && { set: clip.set }),
      ...(scene && { scene }),
      file_sha256: null,
      frames_sha256: 'a'.repeat(64),
      width: 160,
      height: 90,
      fps: '30/1',
      frames: 8,
      start_seconds: 0,
      notes: [],
    },
    anchor: {
      key: 'anchor',
      kept: false,
      points: [ratePoint(32.123456789), ratePoint(41.5)],
      operating_point: { ...at, reached: true, bitrate_mbps: 1.2 },
    },
    points: [ratePoint(31.5), ratePoint(40.987654321)],
    bd_rate: bdRates(bdRate),
    operating_point: { ...at, reached: true, bitrate_mbps: floorMbps },
  };
}

function ratePoint(psnrYuv: number): RatePoint {
  const call = { argv: ['ffmpeg'], cpu_seconds: 1, wall_seconds: 1 };
  return {
    quality_control: 27,
    role: 'ladder',
    bytes: 1000,
    header_bytes: 24,
    container_bytes: 1100,
    bitrate_mbps: 1,
    psnr_y: psnrYuv,
    psnr_u: psnrYuv,
    psnr_v: psnrYuv,
    psnr_yuv: psnrYuv,
    psnr_yuv_of_mean_mse: psnrYuv,
    ssim: 0.96,
    ssim_db: 13.98,
    frames: 8,
    bitstream_sha256: 'b'.repeat(64),
    decoded_sha256: 'd'.repeat(64),
    bitstream_key: null,
    encode: call,
    decode: call,
  };
}
