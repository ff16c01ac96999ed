import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdRate,
  type CurvePoint,
  type Interpolant,
  meanQualityDifference,
  meanRateDifference,
} from '../../../../lambdas/shared/rate-distortion/bd-rate.ts';
import vectors from '../../../fixtures/bdrate-vectors.json' with { type: 'json' };

interface Axes {
  readonly rate: number[];
  readonly quality: number[];
}
const curve = ({ rate, quality }: Axes): CurvePoint[] =>
  rate.map((value, index) => ({ rate: value, quality: quality[index] ?? Number.NaN }));
const INTERPOLANTS: readonly Interpolant[] = ['pchip', 'akima', 'cubic'];

/** Equal to a millionth of the expected value; around zero, where that is nothing, to a billionth of a percent. */
function expectNear(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThan(Math.max(1e-6 * Math.abs(expected), 1e-9));
}

describe('BD-rate against reference values', () => {
  for (const { name, anchor, test, expect: expected } of vectors.vectors) {
    for (const interpolant of INTERPOLANTS) {
      it(`${name}, ${interpolant}`, () => {
        const [a, t] = [curve(anchor), curve(test)];
        const [rate, quality] = [expected.bdRatePercent[interpolant], expected.bdQuality[interpolant]];
        if (rate !== null) expectNear(meanRateDifference(a, t, interpolant), rate);
        if (quality !== null) expectNear(meanQualityDifference(a, t, interpolant) ?? Number.NaN, quality);
        if (quality === null && rate !== null) expect(meanQualityDifference(a, t, interpolant)).toBeNull();
      });
    }
  }

  for (const { name, anchor, test, expect: expected } of vectors.orderVectors) {
    it(`${name}: the order of points does not matter`, () => {
      expect(bdRate(curve(anchor), curve(test)).percent).toBeCloseTo(expected.bdRatePercent, 6);
    });
  }

  for (const { name, reason, anchor, test } of vectors.refusalVectors) {
    it(`${name}: no number, but the reason ${reason}`, () => {
      expect(bdRate(curve(anchor), curve(test))).toMatchObject({ percent: null, reason });
    });
  }
});

describe('BD-rate by its properties', () => {
  /** Four to eight points with rising rate and quality. */
  const curves = fc
    .array(
      fc.tuple(fc.double({ min: 0.05, max: 2, noNaN: true }), fc.double({ min: 0.1, max: 5, noNaN: true })),
      { minLength: 4, maxLength: 8 },
    )
    .map((steps) => {
      let [rate, quality] = [100, 30];
      return steps.map(([growth, gain]): CurvePoint => {
        rate *= 1 + growth;
        quality += gain;
        return { rate, quality };
      });
    });

  it('given all rates times k, answers k - 1', () => {
    fc.assert(
      fc.property(curves, fc.double({ min: 0.05, max: 20, noNaN: true }), (points, factor) => {
        const test = points.map(({ rate, quality }) => ({ rate: rate * factor, quality }));
        expect(bdRate(points, test).percent).toBeCloseTo((factor - 1) * 100, 6);
      }),
    );
  });

  it('given the same curve twice, answers 0, in whatever order its points come', () => {
    const shuffled = curves.chain((points) =>
      fc.tuple(
        fc.constant(points),
        fc.shuffledSubarray(points, { minLength: points.length, maxLength: points.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([points, mixed]) => {
        expect(bdRate(points, mixed)).toEqual({ percent: 0, reason: null, overlap: 1, warning: null });
      }),
    );
  });

  it('given both curves exchanged, answers the inverse ratio', () => {
    fc.assert(
      fc.property(curves, curves, (anchor, test) => {
        const [forth, back] = [bdRate(anchor, test).percent, bdRate(test, anchor).percent];
        fc.pre(forth !== null && back !== null);
        expect((1 + forth / 100) * (1 + back / 100)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('never answers with both a number and a reason, or with neither', () => {
    const points = fc.array(fc.record({ rate: fc.double(), quality: fc.double() }), { maxLength: 6 });
    fc.assert(
      fc.property(points, points, (anchor, test) => {
        const { percent, reason } = bdRate(anchor, test);
        expect(percent === null).toBe(reason !== null);
        if (percent !== null) expect(Number.isNaN(percent)).toBe(false);
      }),
    );
  });
});
