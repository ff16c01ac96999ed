import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ladderBdRates, meanBdRates } from '../../../../lambdas/shared/rate-distortion/bd-rates.ts';
import { rateDifferences } from '../../../../lambdas/shared/rate-distortion/rate-differences.ts';
import type { RatePoint } from '../../../../lambdas/shared/result.ts';

/** A ladder of 2 dB a step at these rates. */
const ladder = (
  rates: readonly number[],
  { from = 33, ...change }: { from?: number } & Partial<RatePoint> = {},
  each: (index: number) => Partial<RatePoint> = () => ({}),
) =>
  rates.map((bitrate_mbps, index) => {
    const psnr = from + 2 * index;
    const scores = { psnr_yuv: psnr, psnr_y: psnr, ssim_db: psnr - 20, ms_ssim_db: psnr - 16 };
    return { role: 'ladder', bitrate_mbps, ...scores, ...change, ...each(index) } as RatePoint;
  });
const RATES = [1, 2, 4, 8];
const HALF = RATES.map((rate) => rate / 2);
const vmaf = (means: readonly number[]) => (index: number) => ({
  vmaf_neg: { model: 'vmaf_v0.6.1neg', mean: means[index] ?? 0, p5: 0 },
});

describe('BD-rates of two ladders', () => {
  it('given half the rate at every quality, answers -50 in every measure that both have, and null in the others', () => {
    const xpsnr = (index: number) => ({ xpsnr: { y: 0, u: 0, v: 0, yuv: 30 + index } });
    const rates = ladderBdRates(ladder(RATES, {}, xpsnr), ladder(HALF, {}, xpsnr));
    for (const measure of ['psnr_yuv', 'psnr_y', 'ssim_db', 'ms_ssim_db', 'xpsnr'] as const)
      expect(rates[measure]?.percent).toBeCloseTo(-50, 9);
    expect(rates).toMatchObject({ vmaf: null, vmaf_neg: null });
    expect(ladderBdRates(ladder(RATES, {}, xpsnr), ladder(HALF)).xpsnr).toBeNull();
  });

  it('leaves the floor search out', () => {
    const searched = [...ladder(HALF), { ...ladder([5])[0], role: 'floor' } as RatePoint];
    expect(ladderBdRates(ladder(RATES), searched)).toEqual(ladderBdRates(ladder(RATES), ladder(HALF)));
  });

  it('given ladders without MS-SSIM, says that it was not measured', () => {
    const { ms_ssim_db: _, ...older } = ladder(RATES)[0] as RatePoint;
    const rates = ladderBdRates([older as RatePoint], ladder(RATES));
    expect(rates.ms_ssim_db).toMatchObject({ percent: null, reason: 'not-measured' });
  });

  it.each([
    ['at the ceiling', [80, 90, 96, 99.6]],
    ['that hardly rises near it', [80, 90, 97.2, 97.5]],
  ])('given a VMAF curve %s, refuses it as saturated', (_, means) => {
    const sound = ladder(RATES, {}, vmaf([78, 88, 94, 97]));
    expect(ladderBdRates(sound, ladder(HALF, {}, vmaf([78, 88, 94, 97]))).vmaf_neg?.percent).toBeCloseTo(
      -50,
      9,
    );
    const saturated = ladder(HALF, {}, vmaf(means));
    for (const [anchor, test] of [[sound, saturated] as const, [saturated, sound] as const])
      expect(ladderBdRates(anchor, test).vmaf_neg).toMatchObject({ percent: null, reason: 'saturated' });
  });

  it.each([
    [34, null],
    [36, "the curves share only 50 % of the anchor's quality range"],
  ])('given an anchor from 33 dB and a test ladder from %d dB on, warns: %s', (from, warning) => {
    const rate = ladderBdRates(ladder(RATES), ladder(RATES, { from })).psnr_yuv;
    expect(rate).toMatchObject({ percent: expect.any(Number), warning });
  });

  it('carries a warning of a clip over to the mean', () => {
    const [sound, narrow] = [33, 36].map((from) => ladderBdRates(ladder(RATES), ladder(RATES, { from })));
    if (sound === undefined || narrow === undefined) throw new Error('two ladders make two BD-rates');
    const mean = meanBdRates([
      { name: 'wide', bdRates: sound },
      { name: 'narrow', bdRates: narrow },
    ]);
    expect(mean.psnr_yuv.warning).toBe(`${narrow.psnr_yuv.warning} on narrow`);
    expect(meanBdRates([]).psnr_yuv).toMatchObject({ percent: null, reason: 'no clip was measured' });
  });
});

describe('rate differences', () => {
  it('given curves that cross, tell at each common whole dB what the BD-rate hides', () => {
    const test = ladder([0.7, 1.75, 4.5, 11.4]);
    const differences = rateDifferences(ladder(RATES), test);
    expect(differences.map(({ psnr_yuv }) => psnr_yuv)).toEqual([33, 34, 35, 36, 37, 38, 39]);
    expect(differences[0]?.percent).toBeCloseTo(-30, 9);
    expect(differences.at(-1)?.percent).toBeCloseTo(42.5, 9);
  });

  it('given any factor between the rates, answer it everywhere', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 20, noNaN: true }), (factor) => {
        const test = ladder(RATES.map((rate) => rate * factor));
        for (const { percent } of rateDifferences(ladder(RATES), test))
          expect(percent).toBeCloseTo(100 * (factor - 1), 6);
      }),
    );
  });

  it('are none where the ranges do not meet or a curve is none', () => {
    expect(rateDifferences(ladder(RATES), ladder(RATES, { from: 50 }))).toEqual([]);
    expect(rateDifferences(ladder(RATES), ladder([1, 1, 2, 3]))).toEqual([]);
  });
});
