import { ALL_SPACES } from '../../../../codec-task/codecs/spaces.ts';
import type { PlanningContext } from '../../../../lambdas/planner/planning.ts';
import { SCHEMAS } from '../../../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { type LabSettingsInput, parseSettings } from '../../../../lambdas/shared/settings.ts';
import { type ClipReference, clipSetHash, specHash } from '../../../../lambdas/shared/spec.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';

const CLIP: ClipReference = {
  kind: 'stored',
  name: 'harbour.mp4',
  key: 'campaigns/default/clips/harbour.mp4',
};

/** A measured x264 experiment with this id, changed where a test cares. */
export function measuredRecord(id: string, changes: Partial<ExperimentRecord> = {}): ExperimentRecord {
  const spec = {
    schema: SCHEMAS.spec,
    strategy: 'conventional' as const,
    encoder: 'libx264',
    parameters: { preset: 'medium' },
    clips: [CLIP],
    frames: 60,
    gop: 60,
    rate_points: 4,
    seed: 1,
  };
  return {
    schema: SCHEMAS.record,
    campaign: 'default',
    experiment_id: id,
    reasoning_id: id.replace(/-\d\d$/, ''),
    status: 'succeeded',
    strategy: 'conventional',
    source: 'rules',
    purpose: 'measure the defaults of libx264',
    spec,
    spec_hash: specHash(spec),
    clip_set: clipSetHash(spec),
    planned_at: '2026-11-23T06:00:00Z',
    finished_at: '2026-11-23T06:03:00Z',
    expected_bd_rate: { p10: 15, p50: 30, p90: 50 },
    expected_bitrate_mbps: 1.2,
    expected_cpu_seconds: 25,
    measurement: {
      bd_rate_percent: 34.28911,
      bd_rate_ssim_percent: 38.1,
      bd_rate_reason: null,
      floor_reached: true,
      bitrate_mbps: 1.3456789,
      anchor_bitrate_mbps: 1.01,
      tier: 'in progress',
      clips: [
        {
          name: 'harbour.mp4',
          kind: 'stored',
          bd_rate_percent: 34.28911,
          bd_rate_ssim_percent: 38.1,
          bd_rate_reason: null,
          floor_bitrate_mbps: 1.3456789,
          anchor_floor_bitrate_mbps: 1.01,
          psnr_yuv_range: [31.2, 41.9],
          anchor_psnr_yuv_range: [31.9, 42.3],
        },
      ],
      fingerprint: 'f1',
      wall_seconds: 40,
      cpu_seconds: 31.4,
      encode_cpu_seconds: 25,
      ffmpeg_version: '7.1',
    },
    verdict: 'confirmed',
    verdict_reason: 'measured within the forecast',
    failure: null,
    result_key: null,
    ...changes,
  };
}

/** A campaign with one measured experiment, `20261123T060000Z-1a2b3c4d-01`, and all of x264, x265 and SVT-AV1 at hand. */
export function planningSituation(
  changes: Partial<PlanningContext> = {},
  llm: NonNullable<LabSettingsInput['llm']> = {},
): PlanningContext {
  return {
    campaign: 'default',
    settings: parseSettings({ llm }),
    spaces: ALL_SPACES,
    arms: 2,
    seed: 1,
    now: new Date('2026-11-23T12:00:00Z'),
    summary: emptySummary(),
    history: [measuredRecord('20261123T060000Z-1a2b3c4d-01')],
    unreadable: [],
    capabilities: {
      schema: SCHEMAS.capabilities,
      ffmpeg_version: '7.1',
      ffmpeg_sha256: 'a',
      encoders: ['libx264', 'libx265', 'libsvtav1'],
      filters: ['hqdn3d'],
      encoder_versions: {},
      architecture: 'arm64',
    },
    clips: [CLIP],
    clipSet: clipSetHash({ clips: [CLIP], frames: 60, gop: 60 }),
    ...changes,
  };
}

/** An answer that can be run as it is in {@link planningSituation}. */
export function goodAnswer() {
  return {
    root_cause:
      'libx264 needs 34 % more bits than HEVC at equal quality: the coding tools bind, not the preset',
    insights: [
      { text: 'H.264 tools cost 34 % on natural video', evidence: ['20261123T060000Z-1a2b3c4d-01'] },
      { text: 'prior knowledge: AV1 saves bits over HEVC on slow content', evidence: [] },
    ],
    hypothesis: 'SVT-AV1 at preset 8 needs at least 5 % fewer bits than the anchor',
    next_experiment: {
      approach: 'measure AV1 against the anchor',
      changes: ['libsvtav1 preset 8', 'tune psnr for x265'],
    },
    risks: ['one clip only'],
    disagreements: [] as { rule: string; reason: string }[],
    regions: [
      { encoder: 'libsvtav1', parameter: 'preset', values: [4, '5', 6], weight: 0.5, reason: 'slower pays' },
    ],
    confidence_score: 0.6,
    experiments: [
      {
        encoder: 'libsvtav1',
        parameters: [
          { key: 'preset', value: '8' },
          { key: 'scale', value: 0.5 },
        ] as { key: string; value: string | number | boolean }[],
        purpose: 'first measurement of AV1',
        expected_bd_rate: { p10: -25, p50: -10, p90: 10 },
        expected_bitrate_mbps: { p10: 0.7, p50: 0.9, p90: 1.1 },
        improvement_probability: 0.8,
      },
      {
        encoder: 'libx264',
        parameters: [{ key: 'psy', value: 'false' }] as { key: string; value: string | number | boolean }[],
        purpose: 'would refute that the tools bind',
        expected_bd_rate: { p10: 15, p50: 25, p90: 35 },
        expected_bitrate_mbps: { p10: 1, p50: 1.2, p90: 1.4 },
        improvement_probability: 0.05,
      },
    ],
  };
}
