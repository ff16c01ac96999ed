import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featuresOf, type Picture, painted, SIZE, texture } from './given.ts';

describe('spatial information', () => {
  it.each<[string, Picture]>([
    ['a level', () => 90],
    ['a ramp to the right, whose gradient is 8 a sample everywhere', (x) => 20 + x],
    ['a ramp downwards', (_x, y) => 20 + y],
  ])('is 0 for %s: it is the spread of the gradients and not their size', async (_name, picture) => {
    const { spatial_information } = await featuresOf([picture]);
    expect(spatial_information).toEqual({ max: 0, mean: 0 });
  });

  it('is what one edge of known height gives: 2 of 190 columns have a gradient of 400', async () => {
    const { spatial_information } = await featuresOf([(x) => (x < 96 ? 50 : 150)]);
    const share = 2 / (SIZE.width - 2);
    expect(spatial_information.max).toBeCloseTo(400 * Math.sqrt(share - share ** 2), 9);
  });

  it('is that of Sobel on a checkerboard of 8, computed here sample by sample', async () => {
    const board: Picture = (x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? 60 : 180);
    expect((await featuresOf([board])).spatial_information.mean).toBeCloseTo(
      sobelDeviation(painted(board)),
      9,
    );
  });

  it('is that of Sobel on any texture, of any width', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 16, max: 60 }),
        async (seed, half) => {
          const size = { width: 2 * half, height: 34 };
          const { spatial_information } = await featuresOf([texture(seed)], size);
          const expected = sobelDeviation(painted(texture(seed), size), size);
          expect(spatial_information.max).toBeCloseTo(expected, 9);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('temporal information', () => {
  it('is 0 where all of the picture becomes brighter by the same, and the largest and the mean elsewhere', async () => {
    const full = texture(3);
    // Far enough below white that nothing is cut off.
    const still: Picture = (x, y) => full(x, y) / 2;
    const brighter: Picture = (x, y) => still(x, y) + 20;
    // Half of the picture by 30 more: a deviation of 15.
    const half: Picture = (x, y) => brighter(x, y) + (x < 96 ? 30 : 0);
    const { temporal_information } = await featuresOf([still, brighter, half]);
    expect(temporal_information?.max).toBeCloseTo(15, 9);
    expect(temporal_information?.mean).toBeCloseTo(7.5, 9);
  });

  it('cannot be told of one frame, and neither can motion', async () => {
    expect(await featuresOf([texture(1)])).toMatchObject({
      frames: 1,
      temporal_information: null,
      motion: null,
      cuts: [],
    });
  });
});

it('the mean luminance is that of all samples, those outside whole blocks too', async () => {
  const size = { width: 34, height: 18 };
  const { luminance } = await featuresOf([(x) => (x < 32 ? 100 : 134), () => 16], size);
  expect(luminance).toBeCloseTo((102 + 16) / 2, 9);
});

/** Standard deviation of the Sobel magnitude over all samples but the border. */
function sobelDeviation(samples: Uint8Array, { width, height } = SIZE as { width: number; height: number }) {
  const at = (x: number, y: number) => samples[y * width + x] ?? 0;
  const lengths: number[] = [];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const column = (dx: number) => at(x + dx, y - 1) + 2 * at(x + dx, y) + at(x + dx, y + 1);
      const row = (dy: number) => at(x - 1, y + dy) + 2 * at(x, y + dy) + at(x + 1, y + dy);
      lengths.push(Math.hypot(column(1) - column(-1), row(1) - row(-1)));
    }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return Math.sqrt(lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / lengths.length);
}
