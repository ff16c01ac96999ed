import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../../../lib/local/comparison/compare-results.ts';
import { UsageError } from '../../../../lib/local/usage-error.ts';
import { givenClip, givenMeasured } from './given.ts';

const one = (fidelity: number, structure = fidelity) => ({ fidelity, structure });
const clipsOf = (factors: readonly number[]) =>
  factors.map((factor, index) => givenClip(`clip-${index}`, one(factor)));

describe('two results', () => {
  it('whose curves differ by a factor in rate differ by that factor, in every measure and at every quality', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.7, max: 1.4, noNaN: true }), (factor) => {
        const a = givenMeasured('a', clipsOf([1]));
        const b = givenMeasured('b', clipsOf([factor]));
        const { clips, bd_rate } = compareResults(a, b);
        const percent = 100 * (factor - 1);
        for (const rates of [bd_rate, clips[0]?.bd_rate])
          for (const measure of ['psnr_yuv', 'psnr_y', 'ssim_db', 'ms_ssim_db'] as const)
            expect(rates?.[measure]?.percent).toBeCloseTo(percent, 8);
        expect(clips[0]?.rate_differences.length).toBeGreaterThan(0);
        for (const difference of clips[0]?.rate_differences ?? [])
          expect(difference.percent).toBeCloseTo(percent, 8);
      }),
    );
  });

  it('are compared on the clips of which both have the same frames, whatever their names', () => {
    const a = givenMeasured('a', [givenClip('dog', one(1)), givenClip('cat', one(1))]);
    const b = givenMeasured('b', [givenClip('bird', one(1)), givenClip('renamed', one(0.8), 'cat')]);
    const { clips, only_a, only_b, bd_rate } = compareResults(a, b);
    expect(clips.map(({ name }) => name)).toEqual(['cat']);
    expect({ only_a, only_b }).toEqual({ only_a: ['dog'], only_b: ['bird'] });
    expect(bd_rate.psnr_yuv.percent).toBeCloseTo(-20, 8);
  });

  it('without a clip in common are refused with the names of both', () => {
    const a = givenMeasured('first', [givenClip('dog', one(1))]);
    const b = givenMeasured('second', [givenClip('cat', one(1))]);
    expect(() => compareResults(a, b)).toThrow(UsageError);
    expect(() => compareResults(a, b)).toThrow(/first and second have no clip .*dog of 8 frames; cat of 8/);
  });

  it('of five clips have no interval', () => {
    const factors = [0.9, 0.8, 0.85, 0.95, 1.05];
    const { over_clips } = compareResults(
      givenMeasured('a', clipsOf([1, 1, 1, 1, 1])),
      givenMeasured('b', clipsOf(factors)),
    );
    expect(over_clips).toMatchObject({ interval: null, sign_flip_p: null, worst_clip: { name: 'clip-4' } });
    expect(over_clips?.mean).toBeCloseTo(-9, 8);
    expect(over_clips?.median).toBeCloseTo(-10, 8);
  });

  it('of six clips that all gain have an interval below 0 and p = 2/64', () => {
    const factors = [0.9, 0.8, 0.85, 0.95, 0.88, 0.92];
    const { over_clips } = compareResults(
      givenMeasured('a', clipsOf(factors.map(() => 1))),
      givenMeasured('b', clipsOf(factors)),
    );
    expect(over_clips?.sign_flip_p).toBe(2 / 64);
    // Mean -11.667, deviation 5.317, t(0.975, 5) = 2.5706.
    expect(over_clips?.interval?.low).toBeCloseTo(-17.25, 2);
    expect(over_clips?.interval?.high).toBeCloseTo(-6.09, 2);
  });

  it('of which a clip cannot be compared come to nothing over clips', () => {
    const a = givenMeasured('a', clipsOf([1, 1]));
    const b = givenMeasured('b', clipsOf([0.9, 0.01]));
    const { over_clips, bd_rate, clips } = compareResults(a, b);
    expect(over_clips).toBeNull();
    expect(bd_rate.psnr_yuv).toMatchObject({ percent: null, reason: 'no-overlap on clip-1' });
    expect(clips[0]?.bd_rate.psnr_yuv.percent).toBeCloseTo(-10, 8);
  });

  it('that gain in one family and lose in the other disagree', () => {
    const a = givenMeasured('a', [givenClip('dog', one(1))]);
    const b = givenMeasured('b', [givenClip('dog', one(0.9, 1.1))]);
    expect(compareResults(a, b).agreement.verdict).toBe('metric disagreement');
  });

  it('tell what else differs between them', () => {
    const a = givenMeasured('a', [givenClip('dog', one(1))]);
    const b = givenMeasured('b', [givenClip('dog', one(1))]);
    expect(compareResults(a, b).remarks).toEqual([]);
    const elsewhere = {
      ...b,
      spec: { ...b.spec, gop: 250 },
      environment: { ...b.environment, architecture: 'x64' },
    };
    expect(compareResults(a, elsewhere).remarks).toEqual([
      'keyframes: every 8 frames in A, every 250 frames in B',
      'architecture: arm64 in A, x64 in B',
    ]);
  });
});
