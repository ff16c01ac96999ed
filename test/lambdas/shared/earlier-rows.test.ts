import { expect, it } from 'vitest';
import { readHistory } from '../../../lambdas/shared/stores/experiment-store.ts';
import { folded } from '../recorder/given.ts';

/** A row as it was written before clips had sets, controls were measured and MS-SSIM was there. */
const ROW = {
  schema: 'codec-lab.record.v1',
  campaign: 'default',
  experiment_id: '20261101T060000Z-1a2b3c4d-01',
  reasoning_id: '20261101T060000Z-1a2b3c4d',
  status: 'succeeded',
  strategy: 'conventional',
  source: 'rules',
  purpose: 'a baseline',
  spec: {
    ...{ schema: 'codec-lab.spec.v1', strategy: 'conventional', encoder: 'libx265' },
    parameters: { preset: 'slow' },
    clips: [
      { kind: 'synthetic', name: 'predecessor', recipe: 'predecessor', width: 640, height: 360 },
      { kind: 'stored', name: 'a.mkv', key: 'campaigns/default/clips/a.mkv' },
    ],
    ...{ frames: 60, gop: 60, rate_points: 4, seed: 1 },
  },
  spec_hash: '0123456789abcdef',
  clip_set: '0123456789ab',
  planned_at: '2026-11-01T06:00:00.000Z',
  finished_at: '2026-11-01T06:10:00.000Z',
  expected_bd_rate: { p10: -12, p50: -8, p90: -3 },
  expected_bitrate_mbps: 1.2,
  expected_cpu_seconds: 60,
  measurement: {
    ...{ bd_rate_percent: -8, bd_rate_ssim_percent: -7, bd_rate_reason: null, floor_reached: true },
    ...{ bitrate_mbps: 1.1, anchor_bitrate_mbps: 1.2, tier: 'in progress', fingerprint: 'f', clips: [] },
    ...{ wall_seconds: 60, cpu_seconds: 50, encode_cpu_seconds: 45, ffmpeg_version: '5.1.9' },
  },
  verdict: 'confirmed',
  verdict_reason: 'as forecast',
  failure: null,
  result_key: 'experiments/default/20261101T060000Z-1a2b3c4d-01/result.json',
};

it('rows of an earlier version are read as they are', () => {
  expect(readHistory([ROW])).toEqual({ records: [ROW], unreadable: [] });
});

it('a champion of an earlier version is held against later ones', () => {
  const [earlier] = readHistory([ROW]).records;
  if (earlier?.measurement == null) throw new Error('the row has a measurement');
  const ids = { experiment_id: '20261102T060000Z-1a2b3c4d-01', reasoning_id: '20261102T060000Z-1a2b3c4d' };
  const rates = { bd_rate_percent: -9, bd_rate_ssim_percent: -9 };
  const better = { ...earlier, ...ids, measurement: { ...earlier.measurement, ...rates, fingerprint: 'g' } };

  const before = folded([[earlier]]);
  const after = folded([[better]], before);

  expect(before.champion).toMatchObject({ experiment_id: ROW.experiment_id, bd_rate_percent: -8 });
  expect(after.champion).toMatchObject({ experiment_id: ids.experiment_id, unvalidated: true });
  expect(after.lineage.map(({ bd_rate_percent }) => bd_rate_percent)).toEqual([-8]);
});
