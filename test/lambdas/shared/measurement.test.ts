import { describe, expect, it } from 'vitest';
import { measurementOf } from '../../../lambdas/shared/measurement.ts';
import { Measurement } from '../../../lambdas/shared/record.ts';
import { tierOf } from '../../../lambdas/shared/tier.ts';
import { bdRates, givenClipResult, givenPlanned, givenResult } from '../recorder/given.ts';

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
