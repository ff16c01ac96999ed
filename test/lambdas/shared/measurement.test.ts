import { describe, expect, it } from 'vitest';
import { measurementOf } from '../../../lambdas/shared/measurement.ts';
import { Measurement } from '../../../lambdas/shared/record.ts';
import type { SetResult } from '../../../lambdas/shared/result.ts';
import type { ClipReference, ClipSet } from '../../../lambdas/shared/spec.ts';
import { tierOf } from '../../../lambdas/shared/tier.ts';
import { givenPlanned, givenSpec } from '../recorder/given.ts';
import { bdRates, givenClipResult, givenResult } from '../recorder/given-result.ts';

describe('what a record keeps of a result', () => {
  it('is the headline, and each clip with its quality range', () => {
    const measurement = measurementOf(givenResult(givenPlanned()));

    expect(Measurement.parse(measurement)).toEqual(measurement);
    expect(measurement).toMatchObject({
      bd_rate_percent: -6.1,
      bitrate_mbps: 1.1,
      anchor_bitrate_mbps: 1.2,
      tier: 'in progress',
      wall_seconds: 90,
    });
    expect(measurement.clips).toEqual([
      expect.objectContaining({
        name: 'drifting-texture',
        bd_rate_percent: -6.1,
        floor_bitrate_mbps: 1.1,
        psnr_yuv_range: [31.5, 40.987654],
        anchor_psnr_yuv_range: [32.123457, 41.5],
      }),
    ]);
  });

  it('charges the arm its own encodes and decodes, not the anchor', () => {
    const { cpu_seconds, encode_cpu_seconds } = measurementOf(givenResult(givenPlanned()));

    expect({ cpu_seconds, encode_cpu_seconds }).toEqual({ cpu_seconds: 45, encode_cpu_seconds: 40 });
  });

  it('says why there is no BD-rate', () => {
    const measurement = measurementOf(givenResult(givenPlanned(), { bd_rate: bdRates(null) }));

    expect(measurement).toMatchObject({
      bd_rate_percent: null,
      bd_rate_reason: 'low-overlap',
      tier: 'in progress',
    });
  });

  it('has no bitrate at a floor that was not reached', () => {
    const operating_point = {
      reached: false,
      bitrate_mbps: null,
      quality_control: null,
      psnr_yuv: null,
      ssim: null,
    };
    const measurement = measurementOf(givenResult(givenPlanned(), { operating_point }));

    expect(measurement).toMatchObject({ floor_reached: false, bitrate_mbps: null });
  });

  it('gives no mean over the clips of an experiment that was stopped, but the clips that were done', () => {
    const planned = givenPlanned();
    const [clip] = planned.spec.clips;
    if (clip === undefined) throw new Error('the given spec has a clip');
    const unmeasured = { ...givenClipResult(clip), points: [] };

    const measurement = measurementOf(
      givenResult(planned, { status: 'partial', clips: [givenClipResult(clip), unmeasured] }),
    );

    expect(measurement).toMatchObject({
      bd_rate_percent: null,
      bd_rate_ssim_percent: null,
      bd_rate_reason: 'the experiment did not run to its end',
      bitrate_mbps: null,
      floor_reached: false,
    });
    expect(measurement.clips.map((each) => each.bd_rate_percent)).toEqual([-6.1]);
  });
});

it.each([
  [-95, '90'],
  [-90, '90'],
  [-89.99, '70'],
  [-70, '70'],
  [-50, '50'],
  [-49.99, 'in progress'],
  [20, 'in progress'],
  [null, 'in progress'],
])('a BD-rate of %s is in tier %s', (bdRate, tier) => {
  expect(tierOf(bdRate)).toBe(tier);
});

describe('what a record keeps of clips in sets', () => {
  const clip = (name: string, set: ClipSet): ClipReference => ({
    ...{ kind: 'stored', name, key: `campaigns/default/clips/${name}`, set },
  });
  const clips = [clip('seen', 'tune'), clip('held', 'validate'), clip('secret', 'sealed')];
  const planned = givenPlanned(0, { spec: givenSpec('medium', clips) });
  const [seen, held, secret] = clips;
  if (seen === undefined || held === undefined || secret === undefined) throw new Error('three are given');
  const setOf = (percent: number, strong: number | null): SetResult => ({
    clips: 1,
    bd_rate: bdRates(percent),
    bd_rate_strong: strong === null ? null : bdRates(strong),
    worst_clip: { name: 'worst', percent },
    interval: { low: percent - 1, high: percent + 1, method: 'paired-t' },
  });
  const result = givenResult(planned, {
    clips: [givenClipResult(seen, -10), givenClipResult(held, -7), givenClipResult(secret, -77.7)],
    bd_rate: bdRates(-10),
    sets: { tune: setOf(-10, -1), validate: setOf(-7, 2), sealed: setOf(-77.7, -66.6) },
    agreement: { verdict: 'better', sentence: 'both families say better' },
    controls: {
      ...{ sound: true, reason: 'as before', clip: 'control clip', wall_seconds: 2 },
      controls: [0, -0.05, null].map((drift_percent) => ({
        ...{ role: 'anchor', encoder: 'libx265', parameters: {}, bd_rate_percent: 0, fingerprint: 'f' },
        drift_percent,
      })),
    },
  });
  const measurement = measurementOf(result);

  it('is the tune clips, and the validate clips beside with their gap', () => {
    expect(Measurement.parse(measurement)).toEqual(measurement);
    expect(measurement).toMatchObject({
      ...{ bd_rate_percent: -10, bd_rate_ms_ssim_percent: -10, bd_rate_strong_percent: -1 },
      worst_clip: { name: 'worst', percent: -10 },
      interval: { low: -11, high: -9 },
      agreement: { verdict: 'better' },
      clips: [{ name: 'seen' }],
      validation: {
        clips: [{ clip: 1, psnr_yuv: -7, ssim_db: -7, ms_ssim_db: -7 }],
        ...{ bd_rate_percent: -7, bd_rate_strong_percent: 2, gap_points: 3, interval: { low: -8, high: -6 } },
      },
      controls: { sound: true, reason: 'as before', noise_percent: 0.05 },
    });
  });

  it('is nothing of the sealed clips', () => {
    const text = JSON.stringify(measurement);

    expect(text).not.toContain('secret');
    expect(text).not.toMatch(/77\.7|66\.6/);
  });

  it('is no validation where none was measured, and what encoding the tune clips costs, kept or not', () => {
    const { validation, tune_cpu_seconds } = measurementOf({
      ...result,
      cpu_seconds: { ...result.cpu_seconds, encode: 0, decode: 0 },
      sets: { tune: setOf(-10, null), validate: null, sealed: null },
    });

    expect(validation).toBeNull();
    expect(tune_cpu_seconds).toBe(4);
  });
});
