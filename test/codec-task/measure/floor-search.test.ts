import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FloorPoint,
  floorBracket,
  floorControls,
  MOST_FLOOR_ENCODES,
} from '../../../codec-task/measure/floor-search.ts';
import { firstControls } from '../../../codec-task/measure/ladder.ts';
import type { QualityControl } from '../../../lambdas/shared/space.ts';

const CONTROL: QualityControl = { name: 'crf', min: 1, max: 63, ladder: [24, 34, 44, 54] };

/** Distances to the floor in dB at a control. */
type Margins = (control: number) => readonly number[];
const pointOf =
  (margins: Margins) =>
  (control: number): FloorPoint => ({
    control,
    bitrate: 20 * Math.exp(-0.09 * control),
    margins: margins(control),
  });

/** A search from the first round on, with the numbers of encodes that each of its steps asked for. */
function search(margins: Margins) {
  const points = firstControls(CONTROL, 4).map(pointOf(margins));
  const tried: number[] = [];
  while (tried.length < MOST_FLOOR_ENCODES) {
    const next = floorControls(points, CONTROL, tried.length);
    if (next.length === 0) break;
    tried.push(...next);
    points.push(...next.map(pointOf(margins)));
  }
  const { above, below } = floorBracket(points);
  return { tried, above: above?.control, below: below?.control };
}

/** Quality that falls with the control, in two measures that need not fall alike, met at `floor` and not beyond. */
const curves = fc
  .record({
    slope: fc.double({ min: 0.1, max: 1, noNaN: true }),
    bend: fc.double({ min: 0, max: 0.02, noNaN: true }),
    other: fc.double({ min: 0.2, max: 5, noNaN: true }),
    lead: fc.double({ min: 0, max: 8, noNaN: true }),
  })
  .map(({ slope, bend, other, lead }) => {
    const fall = (control: number) => slope * control + bend * control * control;
    return (floor: number): Margins =>
      (control) => {
        const margin = fall(floor + 0.5) - fall(control);
        return [margin, other * margin + (margin > 0 ? lead : 0)];
      };
  });

describe('the floor search', () => {
  it('given a floor within the ladder, measures the last control that meets it and the first that misses, at once', () => {
    expect(search((control) => [0.25 * (40.5 - control)])).toEqual({ tried: [40, 41], above: 40, below: 41 });
  });

  it('given a floor beside a point of the ladder, measures the one control that is missing', () => {
    expect(search((control) => [0.25 * (44.5 - control)])).toEqual({ tried: [45], above: 44, below: 45 });
    expect(search((control) => [0.25 * (43.5 - control)])).toEqual({ tried: [43], above: 43, below: 44 });
  });

  it('given a floor above or below the ladder, goes there', () => {
    expect(search((control) => [0.25 * (16.5 - control)])).toMatchObject({ above: 16, below: 17 });
    expect(search((control) => [0.25 * (60.5 - control)])).toMatchObject({ above: 60, below: 61 });
  });

  it("given a floor out of the encoder's range on either side, ends without the missing half", () => {
    expect(search((control) => [-1 - 0.25 * control])).toEqual({
      tried: [4, 1],
      above: undefined,
      below: 1,
    });
    expect(search((control) => [90 - control])).toMatchObject({ above: 63, below: undefined });
  });

  it('given any falling curve, finds the last control that meets the floor wherever it lies, within nine encodes', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 62 }), (curve, floor) => {
        const { tried, above, below } = search(curve(floor));
        expect([above, below]).toEqual([floor, floor + 1]);
        expect(new Set(tried).size).toBe(tried.length);
        expect(tried.length).toBeLessThanOrEqual(9);
      }),
    );
  });

  it('given a floor within the ladder, needs three encodes at most in nine of ten searches', () => {
    const counts = fc
      .sample(fc.tuple(curves, fc.integer({ min: 24, max: 53 })), { numRuns: 300, seed: 3 })
      .map(([curve, floor]) => search(curve(floor)).tried.length);
    expect(counts.filter((count) => count <= 3).length).toBeGreaterThanOrEqual(270);
  });

  it('given any curve at all, even one that rises and falls, ends with neighbours', () => {
    const noise = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(noise, (values) => {
        const { tried, above, below } = search((control) => [values[control] ?? 0]);
        expect(tried.length).toBeLessThan(MOST_FLOOR_ENCODES);
        if (above !== undefined && below !== undefined) expect(below - above).toBe(1);
      }),
    );
  });

  it('asks for the same controls in whatever order the points come', () => {
    fc.assert(
      fc.property(
        curves,
        fc.integer({ min: 1, max: 62 }),
        fc.integer({ min: 0, max: 3 }),
        (curve, floor, turn) => {
          const points = firstControls(CONTROL, 4).map(pointOf(curve(floor)));
          const turned = [...points.slice(turn), ...points.slice(0, turn)];
          expect(floorControls(turned, CONTROL, 0)).toEqual(floorControls(points, CONTROL, 0));
        },
      ),
    );
  });
});
