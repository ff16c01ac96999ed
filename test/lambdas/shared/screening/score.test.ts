import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logAdvantage, screeningScore } from '../../../../lambdas/shared/screening/score.ts';

/** Six dB for each doubling of the rate, times a factor. */
const curve = (factor: number, qualities = [32, 35, 38, 41]) =>
  qualities.map((quality) => ({ quality, rate: factor * 2 ** (quality / 6) }));
const factor = fc.double({ min: 0.05, max: 20, noNaN: true });
const quality = fc.double({ min: 32, max: 41, noNaN: true });

describe('the score of a screening', () => {
  it('given points that need a fixed share of the rate, is that share, wherever on the curve they lie', () =>
    fc.assert(
      fc.property(factor, factor, fc.tuple(quality, quality), (own, rival, qualities) => {
        const score = screeningScore(curve(own, qualities), curve(1), curve(rival));
        expect(score?.percent).toBeCloseTo(100 * (own - 1), 6);
        expect(score?.rival_percent).toBeCloseTo(100 * (rival - 1), 6);
        expect(score && logAdvantage(score)).toBeCloseTo(Math.log(own / rival), 9);
      }),
    ));

  it('given no rival, holds them against the anchor, which lies at 0', () => {
    expect(screeningScore(curve(0.8, [34, 37]), curve(1), null)).toMatchObject({ rival_percent: 0 });
  });

  it('given half the rate at one point and twice at the other, calls that even', () => {
    const [low, high] = [curve(0.5, [34]), curve(2, [37])].flat();
    if (low === undefined || high === undefined) throw new Error('two points');
    expect(screeningScore([low, high], curve(1), null)?.percent).toBeCloseTo(0, 6);
  });

  it.each([
    ['the anchor', curve(1), curve(1, [28, 31, 34, 37])],
    ['the rival', curve(1, [28, 31, 34, 37]), curve(1)],
  ])('leaves out a point beyond the qualities of %s', (_, anchor, rival) => {
    const points = [...curve(0.9, [34]), ...curve(0.1, [40])];
    expect(screeningScore(points, anchor, rival)?.percent).toBeCloseTo(-10, 6);
    expect(screeningScore(curve(0.1, [40]), anchor, rival)).toBeNull();
  });

  it('given a curve that falls back, has no score', () => {
    const crooked = [...curve(1), { quality: 33, rate: 1e6 }];
    expect(screeningScore(curve(1, [36]), crooked, null)).toBeNull();
    expect(screeningScore(curve(1, [36]), curve(1), crooked)).toBeNull();
  });
});
