import { describe, expect, it } from 'vitest';
import {
  floorMargins,
  meanOperatingPoint,
  meetsFloor,
  operatingPoint,
} from '../../../codec-task/measure/operating-point.ts';
import { meanBdRates } from '../../../lambdas/shared/rate-distortion/bd-rates.ts';
import type { BdRate, RatePoint } from '../../../lambdas/shared/result.ts';

const point = (bitrate_mbps: number, psnr_yuv: number, ssim: number) =>
  ({ bitrate_mbps, psnr_yuv, ssim, quality_control: 30 }) as RatePoint;

describe('the operating point', () => {
  it('is the smallest bitrate that meets PSNR and SSIM both', () => {
    const points = [point(3, 40, 0.99), point(2, 35, 0.95), point(1.5, 36, 0.949), point(1, 34.99, 0.96)];
    expect(operatingPoint(points)).toMatchObject({ reached: true, bitrate_mbps: 2 });
  });

  it('is not reached when no point meets both', () => {
    expect(operatingPoint([point(9, 50, 0.94), point(8, 34, 0.99)])).toMatchObject({
      reached: false,
      bitrate_mbps: null,
    });
  });

  it('lies exactly at the floor for a point that just meets it', () => {
    expect(floorMargins(point(1, 35, 0.95))).toEqual([0, 0]);
    expect(meetsFloor(point(1, 40, 0.949999))).toBe(false);
  });
});

describe('means over clips', () => {
  const reached = operatingPoint([point(2, 36, 0.96)]);
  const missed = operatingPoint([point(2, 30, 0.96)]);
  const bd = (percent: number | null, reason: string | null = null): BdRate => ({
    percent,
    reason,
    overlap: 0.8,
  });
  const clip = (name: string, rate: BdRate) => ({
    name,
    bdRates: { psnr_yuv: rate, psnr_y: rate, ssim_db: bd(-10) },
  });

  it('average bitrates when every clip reached the floor, and none otherwise', () => {
    expect(meanOperatingPoint([reached, operatingPoint([point(4, 36, 0.96)])]).bitrate_mbps).toBe(3);
    expect(meanOperatingPoint([reached, missed]).reached).toBe(false);
    expect(meanOperatingPoint([]).reached).toBe(false);
  });

  it('average BD-rates when every clip has one', () => {
    expect(meanBdRates([clip('a', bd(-20)), clip('b', bd(-30))]).psnr_yuv).toMatchObject({ percent: -25 });
  });

  it('give no number but name clip and reason when one clip has none, for that measure alone', () => {
    const rates = meanBdRates([clip('a', bd(-20)), clip('b', bd(null, 'low-overlap'))]);
    expect(rates.psnr_yuv).toMatchObject({ percent: null, reason: 'low-overlap on b' });
    expect(rates.ssim_db).toMatchObject({ percent: -10, reason: null });
  });
});
