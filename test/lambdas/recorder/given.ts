import { experimentId } from '../../../lambdas/shared/keys.ts';
import { foldExperiment, foldIteration } from '../../../lambdas/shared/memory/fold.ts';
import { type FailureClass, SCHEMAS } from '../../../lambdas/shared/names.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord, Measurement } from '../../../lambdas/shared/record.ts';
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
