import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arithmeticMean,
  geometricMeanPercent,
  median,
  sampleDeviation,
  worstClip,
} from '../../../../lambdas/shared/statistics/averages.ts';
import { comparePaired, rateOfBoth } from '../../../../lambdas/shared/statistics/compare.ts';
import { pairedInterval } from '../../../../lambdas/shared/statistics/interval.ts';
import { setGap } from '../../../../lambdas/shared/statistics/set-gap.ts';
import { signFlipProbability } from '../../../../lambdas/shared/statistics/sign-flip.ts';
import { studentTDistribution, studentTQuantile } from '../../../../lambdas/shared/statistics/student-t.ts';

/** Differences in height of Darwin's 15 pairs of maize, eighths of an inch, as Fisher (1935) analysed them. */
const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('averages', () => {
  it('given a halving and a doubling, the arithmetic mean is +25 % and the geometric 0', () => {
    expect(arithmeticMean([-50, 100])).toBe(25);
    expect(geometricMeanPercent([-50, 100])).toBeCloseTo(0, 12);
  });

  it('given even and odd numbers of values in any order, the median is in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7]);
    expect(median([])).toBeNaN();
  });

  it('given clips, the worst is the one with the highest rate; none when a clip has no rate', () => {
    const clips = [
      { name: 'calm', percent: -30 },
      { name: 'busy', percent: -4 },
    ];
    expect(worstClip(clips)).toEqual({ name: 'busy', percent: -4 });
    expect(worstClip([...clips, { name: 'black', percent: null }])).toBeNull();
    expect(worstClip([])).toBeNull();
  });
});

describe("Student's t", () => {
  it.each([
    // Two-sided 95 % and 99 %, one-sided 95 %, from printed tables.
    [0.975, 1, 12.706],
    [0.975, 5, 2.571],
    [0.975, 9, 2.262],
    [0.975, 30, 2.042],
    [0.975, 120, 1.98],
    [0.995, 10, 3.169],
    [0.95, 5, 2.015],
    [0.9995, 4, 8.61],
  ])('given probability %d and %d degrees of freedom, the quantile is the printed %d', (p, degrees, t) => {
    expect(studentTQuantile(p, degrees)).toBeCloseTo(t, 3);
  });

  it('given one degree of freedom, it is the Cauchy distribution, and given two, t / sqrt(2 + t^2)', () => {
    for (const t of [0, 0.1, 1, 3, 50]) {
      expect(studentTDistribution(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12);
      expect(studentTDistribution(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12);
    }
  });

  it('given any quantile, its distribution is the probability again', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 0.9999, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (p, v) => {
          expect(studentTDistribution(studentTQuantile(p, v), v)).toBeCloseTo(p, 9);
        },
      ),
    );
  });

  it('given a probability that has no quantile, says so', () => {
    expect(() => studentTQuantile(1, 5)).toThrow(RangeError);
  });
});

describe('the interval over clips', () => {
  it("given Darwin's maize, is what Fisher's t gives: 20.93 +- 2.145 x 9.75", () => {
    expect(sampleDeviation(MAIZE)).toBeCloseTo(37.744, 3);
    const interval = pairedInterval(MAIZE);
    expect(interval?.low).toBeCloseTo(0.0312, 3);
    expect(interval?.high).toBeCloseTo(41.8354, 3);
  });

  it('given fewer than six clips, is none', () => {
    expect(pairedInterval([-1, -2, -3, -4, -5])).toBeNull();
    expect(pairedInterval([-1, -2, -3, -4, -5, -6])?.high).toBeLessThan(0);
  });

  it('given six clips of one normal distribution, holds its mean in about 95 of 100 cases', () => {
    let state = 7;
    const uniform = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const holds = Array.from({ length: 4000 }, () => {
      const interval = pairedInterval(Array.from({ length: 6 }, normal));
      return interval !== null && interval.low <= 0 && interval.high >= 0;
    }).filter(Boolean).length;
    // Three standard errors of 4,000 draws are one percentage point.
    expect(holds / 4000).toBeGreaterThan(0.94);
    expect(holds / 4000).toBeLessThan(0.96);
  });
});

describe('the sign-flip test', () => {
  it("given Darwin's maize, counts the 1,726 of 32,768 that Fisher counted", () => {
    expect(signFlipProbability(MAIZE)).toBe(1726 / 32768);
  });

  it('given six gains, the smallest p there is; under six clips none', () => {
    expect(signFlipProbability([-1, -2, -3, -4, -5, -6])).toBe(2 / 64);
    expect(signFlipProbability([-1, -2, -3, -4, -5])).toBeNull();
    expect(signFlipProbability([0, 0, 0, 0, 0, 0])).toBe(1);
  });

  it('given more than 16 clips, is near the exact value and the same every time', () => {
    // Two clips of no difference double every combination: the exact p stays.
    const more = [...MAIZE, 0, 0];
    const drawn = signFlipProbability(more);
    expect(drawn).toBe(signFlipProbability(more));
    expect(drawn).not.toBe(1726 / 32768);
    expect(drawn).toBeCloseTo(1726 / 32768, 2);
  });
});

describe('two experiments on the same clips', () => {
  it('given their BD-rates against one anchor, the rate of B against A is the ratio of both', () => {
    expect(rateOfBoth(-20, -40)).toBeCloseTo(-25, 12);
    expect(rateOfBoth(-50, 0)).toBeCloseTo(100, 12);
    const compared = comparePaired([
      { name: 'calm', a: -20, b: -40 },
      { name: 'busy', a: -10, b: -10 },
    ]);
    expect(compared).toMatchObject({ worst: { name: 'busy', percent: 0 }, interval: null, signFlip: null });
    expect(compared?.mean).toBeCloseTo(-12.5, 12);
    expect(comparePaired([])).toBeUndefined();
  });

  it('given any two experiments, B against A undoes A against B', () => {
    const percent = fc.double({ min: -95, max: 400, noNaN: true });
    fc.assert(
      fc.property(percent, percent, (a, b) => {
        const [there, back] = [rateOfBoth(a, b), rateOfBoth(b, a)];
        expect((1 + there / 100) * (1 + back / 100)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('the gap between sets', () => {
  it('given tune clips that came out better than the others, is that many points', () => {
    expect(setGap([-30, -20], [-22])).toBe(3);
    expect(setGap([-30, null], [-22])).toBeNull();
    expect(setGap([-30], [])).toBeNull();
  });
});
