import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  extensionControl,
  firstControls,
  type LadderPoint,
  MOST_EXTENSIONS,
  overlapShare,
  type QualityRange,
  qualityRange,
} from '../../../codec-task/measure/ladder.ts';
import type { QualityControl } from '../../../lambdas/shared/space.ts';

const CONTROL: QualityControl = { name: 'crf', min: 1, max: 63, ladder: [24, 34, 44, 54] };

/** Quality in dB of an encoder that loses `slope` dB for each step of its control. */
type Curve = (control: number) => number;
const curves = fc
  .record({
    top: fc.double({ min: 40, max: 70, noNaN: true }),
    slope: fc.double({ min: 0.1, max: 1, noNaN: true }),
    bend: fc.double({ min: 0, max: 0.01, noNaN: true }),
  })
  .map(
    ({ top, slope, bend }): Curve =>
      (control) =>
        top - slope * control - bend * control * control,
  );

function extended(curve: Curve, anchor: QualityRange): LadderPoint[] {
  const points = firstControls(CONTROL, 4).map((control) => ({ control, quality: curve(control) }));
  for (let added = 0; added < MOST_EXTENSIONS; added++) {
    const next = extensionControl(points, anchor, CONTROL);
    if (next === undefined) break;
    points.push({ control: next, quality: curve(next) });
  }
  return points;
}

describe('the first round', () => {
  it("given the space's own number of points, takes its ladder", () => {
    expect(firstControls(CONTROL, 4)).toEqual([24, 34, 44, 54]);
  });

  it('given more points, spreads them evenly over the same range', () => {
    expect(firstControls(CONTROL, 7)).toEqual([24, 29, 34, 39, 44, 49, 54]);
  });
});

describe('extension', () => {
  it("given a ladder that covers three quarters of the anchor's range, adds nothing", () => {
    const curve: Curve = (control) => 60 - 0.5 * control;
    expect(extended(curve, [32, 49])).toHaveLength(4);
    expect(overlapShare([32, 49], [33, 48])).toBeGreaterThan(0.75);
  });

  it('given a ladder that is too poor, adds better points until it covers the range', () => {
    const curve: Curve = (control) => 50 - 0.5 * control;
    const points = extended(curve, [32, 45]);
    expect(Math.min(...points.map(({ control }) => control))).toBeLessThan(24);
    expect(overlapShare([32, 45], qualityRange(points))).toBeGreaterThanOrEqual(0.75);
  });

  it('given an encoder that cannot get better, serves the other end', () => {
    const points = [1, 34, 44].map((control) => ({ control, quality: 40 - 0.1 * control }));
    expect(extensionControl(points, [25, 60], CONTROL)).toBeGreaterThan(44);
  });

  it('given any falling curve and any anchor, repeats no control and leaves no range', () => {
    const ranges = fc.tuple(
      fc.double({ min: 15, max: 45, noNaN: true }),
      fc.double({ min: 1, max: 20, noNaN: true }),
    );
    fc.assert(
      fc.property(curves, ranges, (curve, [low, width]) => {
        const controls = extended(curve, [low, low + width]).map(({ control }) => control);
        expect(new Set(controls).size).toBe(controls.length);
        for (const control of controls) {
          expect(Number.isInteger(control)).toBe(true);
          expect(control).toBeGreaterThanOrEqual(CONTROL.min);
          expect(control).toBeLessThanOrEqual(CONTROL.max);
        }
      }),
    );
  });

  it('given an anchor range within the reach of its encoder, covers it on any gently bent curve', () => {
    const reachable = fc.tuple(curves, fc.integer({ min: 10, max: 25 }), fc.integer({ min: 40, max: 56 }));
    fc.assert(
      fc.property(reachable, ([curve, best, worst]) => {
        const anchor: QualityRange = [curve(worst), curve(best)];
        expect(overlapShare(anchor, qualityRange(extended(curve, anchor)))).toBeGreaterThanOrEqual(0.75);
      }),
    );
  });
});
