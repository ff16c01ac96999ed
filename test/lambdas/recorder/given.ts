import { experimentId } from '../../../lambdas/shared/keys.ts';
import { foldExperiment, foldIteration } from '../../../lambdas/shared/memory/fold.ts';
import { type FailureClass, SCHEMAS } from '../../../lambdas/shared/names.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord, Measurement } from '../../../lambdas/shared/record.ts';
import type { BdRates, ClipResult, ExperimentResult, RatePoint } from '../../../lambdas/shared/result.ts';
import {
  type ClipReference,
  clipSetHash,
  type ExperimentSpec,
  specHash,
} from '../../../lambdas/shared/spec.ts';

import { type CampaignSummary, emptySummary } from '../../../lambdas/shared/summary.ts';

export const CAMPAIGN = 'default';
export const REASONING_ID = '20261123T060000Z-1a2b3c4d';
export const PLANNED_AT = '2026-11-23T06:00:00.000Z';
export const RECORDED_AT = '2026-11-23T06:30:00.000Z';

/** A spec that differs from others by its encoder's preset. */
export function givenSpec(
  preset = 'medium',
  clips: readonly ClipReference[] = [syntheticClip],
): ExperimentSpec {
  return {
    schema: SCHEMAS.spec,
    strategy: 'conventional',
    encoder: 'libx265',
    parameters: { preset },
    clips: [...clips],
    frames: 8,
    gop: 8,
    rate_points: 4,
    seed: 1,
  };
}

const syntheticClip: ClipReference = {
  kind: 'synthetic',
  name: 'drifting-texture',
  recipe: 'drifting-texture',
  width: 160,
  height: 90,
};

/** A planned experiment: arm `index` of an iteration. */
export function givenPlanned(
  index = 0,
  { spec = givenSpec(), reasoningId = REASONING_ID }: { spec?: ExperimentSpec; reasoningId?: string } = {},
): ExperimentRecord {
  return {
    schema: SCHEMAS.record,
    campaign: CAMPAIGN,
    experiment_id: experimentId(reasoningId, index),
    reasoning_id: reasoningId,
    status: 'planned',
    strategy: 'conventional',
    source: 'rules',
    purpose: 'to see what the preset is worth',
    spec,
    spec_hash: specHash(spec),
    clip_set: clipSetHash(spec),
    planned_at: PLANNED_AT,
    finished_at: null,
    expected_bd_rate: { p10: -12, p50: -8, p90: -3 },
    expected_bitrate_mbps: 1.2,
    expected_cpu_seconds: 60,
    measurement: null,
    verdict: null,
    verdict_reason: null,
    failure: null,
    result_key: null,
  };
}

/** A measurement with a BD-rate; its fingerprint is unique unless given. */
export function givenMeasurement(bdRate: number | null, changes: Partial<Measurement> = {}): Measurement {
  return {
    bd_rate_percent: bdRate,
    bd_rate_ssim_percent: bdRate,
    bd_rate_reason: bdRate === null ? 'low-overlap' : null,
    floor_reached: true,
    bitrate_mbps: 1.1,
    anchor_bitrate_mbps: 1.2,
    tier: 'in progress',
    clips: [],
    fingerprint: `bits of ${bdRate}`,
    wall_seconds: 60,
    cpu_seconds: 50,
    encode_cpu_seconds: 45,
    ffmpeg_version: '5.1.9',
    ...changes,
  };
}

/** A recorded success. */
export function givenSuccess(
  index: number,
  bdRate: number | null,
  changes: Partial<ExperimentRecord> = {},
): ExperimentRecord {
  return {
    ...givenPlanned(index),
    status: 'succeeded',
    finished_at: RECORDED_AT,
    measurement: givenMeasurement(bdRate),
    verdict: 'confirmed',
    verdict_reason: 'as forecast',
    ...changes,
  };
}

/** A summary after iterations, oldest first: each of their records counted, then what they teach together. */
export function folded(
  iterations: readonly (readonly ExperimentRecord[])[],
  from: CampaignSummary = emptySummary(),
): CampaignSummary {
  return iterations.reduce((summary, records) => {
    const [first] = records;
    if (first === undefined) return summary;
    const reasoning = { reasoning_id: first.reasoning_id, timestamp: PLANNED_AT, cost_usd: 0 };
    return foldIteration(records.reduce(foldExperiment, summary), reasoning, records);
  }, from);
}

/** A recorded failure without a measurement. */
export function givenFailure(index: number, failureClass: FailureClass): ExperimentRecord {
  return {
    ...givenPlanned(index),
    status: 'failed',
    finished_at: RECORDED_AT,
    verdict: 'inconclusive',
    verdict_reason: 'failed',
    failure: { class: failureClass, message: 'it failed' },
  };
}

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
): ClipResult {
  const at = { quality_control: 27, psnr_yuv: 35.4, ssim: 0.96 };
  return {
    source: {
      name: clip.name,
      kind: clip.kind,
      ...(clip.set && { set: clip.set }),
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

/** A reasoning over planned experiments. */
export function givenReasoning(planned: readonly ExperimentRecord[], costUsd = 0.02): ReasoningRecord {
  return {
    schema: SCHEMAS.reasoning,
    campaign: CAMPAIGN,
    reasoning_id: REASONING_ID,
    execution_id: 'arn:execution:1',
    timestamp: PLANNED_AT,
    mode: 'llm',
    root_cause: 'no baseline yet',
    insights: [],
    hypothesis: 'a slower preset saves bits',
    next_experiment: { approach: 'one change at a time', changes: ['preset slow'] },
    risks: [],
    expected_bitrate_mbps: 1.2,
    expected: { p10: -12, p50: -8, p90: -3 },
    confidence_score: 0.6,
    model: 'claude-sonnet-5-5',
    input_tokens: 1000,
    output_tokens: 1800,
    cost_usd: costUsd,
    fallback_reason: null,
    experiments: planned.map((record) => ({
      experiment_id: record.experiment_id,
      spec: record.spec,
      spec_hash: record.spec_hash,
      purpose: record.purpose,
      source: record.source,
      expected_bd_rate: record.expected_bd_rate,
      expected_bitrate_mbps: record.expected_bitrate_mbps,
      expected_cpu_seconds: record.expected_cpu_seconds,
    })),
    outcome: null,
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
