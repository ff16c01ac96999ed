import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidBitstreamError } from '../../../../codec-task/codecs/conventional/header.ts';
import {
  readRestoration,
  writeRestoration,
  writtenScales,
} from '../../../../codec-task/codecs/hybrid/restoration/coding.ts';
import {
  CLASSES,
  FEATURES,
  LIMITS,
  PLANES,
  type Plane,
  type Restoration,
  THRESHOLDS,
} from '../../../../codec-task/codecs/hybrid/restoration/description.ts';
import { openKernel } from '../../../../codec-task/codecs/hybrid/restoration/kernel.ts';
import { codeOf, LARGEST_CODE, scaleOf } from '../../../../codec-task/codecs/hybrid/restoration/scales.ts';

const GRID = { columns: 3, lines: 2 };

function planeFilters(plane: Plane) {
  return fc.nat(6).chain((count) =>
    fc.record({
      filters: fc.array(
        fc
          .array(fc.integer({ min: -63, max: 63 }), {
            minLength: FEATURES[plane],
            maxLength: FEATURES[plane],
          })
          .map((weights) => Int16Array.from(weights, (weight) => weight * 8)),
        { minLength: count, maxLength: count },
      ),
      filterOf: fc
        .array(fc.integer({ min: -1, max: count - 1 }), { minLength: CLASSES, maxLength: CLASSES })
        .map((list) => Int16Array.from(list)),
    }),
  );
}

const switches = fc.oneof(
  fc.constantFrom('on' as const, 'off' as const),
  fc
    .array(fc.nat(1), { minLength: GRID.columns * GRID.lines, maxLength: GRID.columns * GRID.lines })
    .map((flags) => Uint8Array.from(flags)),
);
const scales = (count: number) =>
  fc.array(fc.nat(LARGEST_CODE), { minLength: count, maxLength: count }).map((codes) => codes.map(scaleOf));
const restorations: fc.Arbitrary<Restoration> = fc.record({
  usesFarNeighbours: fc.boolean(),
  thresholds: scales(THRESHOLDS),
  limits: scales(LIMITS),
  planes: fc.tuple(planeFilters(0), planeFilters(1), planeFilters(2)),
  switches: fc.array(fc.tuple(switches, switches, switches), { minLength: 1, maxLength: 12 }),
});

/** What a class is filtered by, whatever number the filter has. */
function weightsOf({ planes }: Restoration) {
  return PLANES.map((plane) =>
    [...planes[plane].filterOf].map((filter) => Array.from(planes[plane].filters[filter] ?? [])),
  );
}

describe('the description of a restoration', () => {
  it('given any, comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(restorations, (restoration) => {
        const bytes = writeRestoration(restoration, GRID);
        const again = readRestoration(bytes, restoration.switches.length, GRID);
        const { planes: _planes, ...others } = restoration;
        expect(again).toMatchObject(others);
        expect(weightsOf(again)).toEqual(weightsOf(restoration));
      }),
      { numRuns: 60 },
    );
  });

  it('given any bytes, is read as some other or refused by name, and never hangs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(30), (bytes, pictures) => {
        try {
          expect(readRestoration(bytes, pictures, GRID).switches).toHaveLength(pictures);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidBitstreamError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('given scales, writes the nearest below, at most an eighth of an octave away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 100_000 }), (value) => {
        const [written = 0] = writtenScales([value]);
        expect(written).toBeLessThanOrEqual(value);
        expect(written).toBeGreaterThan(value / 1.13);
      }),
    );
    expect(scaleOf(codeOf(0))).toBe(1);
  });

  it('has as many classes, thresholds and features as the kernel', async () => {
    const kernel = await openKernel({ width: 64, height: 64 });
    expect(kernel.CLASSES.value).toBe(CLASSES);
    expect(kernel.THRESHOLDS.value).toBe(THRESHOLDS);
    expect(PLANES.map((plane) => kernel.featuresOf(plane))).toEqual([...FEATURES]);
  });
});
