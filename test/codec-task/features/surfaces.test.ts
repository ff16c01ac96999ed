import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from '../../../codec-task/features/surface-noise.ts';
import { featuresOf, gaussian, type Picture, texture } from './given.ts';

describe('noise', () => {
  it.each([1, 2, 4, 8, 12])(
    'of a standard deviation of %i on a level is found within 5 %',
    async (deviation) => {
      const { noise_sigma, flat_share } = await featuresOf(
        [1, 2].map((seed) => gaussian(120, deviation, seed)),
      );
      // Rounding to whole levels adds a variance of a twelfth.
      expect(noise_sigma).toBeGreaterThan(0.95 * Math.sqrt(deviation ** 2 + 1 / 12));
      expect(noise_sigma).toBeLessThan(1.05 * Math.sqrt(deviation ** 2 + 1 / 12));
      expect(flat_share).toBeGreaterThan(0.98);
    },
  );

  it('is measured on the plain part of a picture, whatever the rest holds', async () => {
    const noise = gaussian(0, 3, 9);
    const rest = texture(4);
    const picture: Picture = (x, y) => (x < 96 ? 110 + x / 10 : rest(x, y)) + noise(x, y);
    const { noise_sigma, flat_share } = await featuresOf([picture]);
    expect(noise_sigma).toBeCloseTo(3, 0);
    expect(flat_share).toBeCloseTo(0.5, 1);
  });

  it('is 0 on a slope, and cannot be told of black, of white and of nothing but texture', async () => {
    expect((await featuresOf([(x) => 60 + x / 8])).noise_sigma).toBe(0);
    for (const picture of [() => 16, () => 235, texture(6)])
      expect((await featuresOf([picture])).noise_sigma).toBeNull();
  });
});

describe('a flat block', () => {
  it.each<[string, Picture, number]>([
    ['a level', () => 100, 1],
    ['black', () => 16, 1],
    ['a gentle slope', (x) => 60 + x / 4, 1],
    ['a steep slope', (x) => x, 0],
    ['a checkerboard of 8', (x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? 60 : 180), 0],
    [
      'a checkerboard of single samples, whose means are all alike',
      (x, y) => ((x + y) % 2 === 0 ? 60 : 180),
      0,
    ],
    ['a texture', texture(4), 0],
  ])('is told from structure: %s', async (_name, picture, share) => {
    expect((await featuresOf([picture])).flat_share).toBe(share);
  });
});

it('a quantile is the smallest value that the share of all does not exceed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (values, share) => {
        const counts = new Map<number, number>();
        for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
        const found = quantile(counts, share) ?? Number.NaN;
        const upTo = values.filter((value) => value <= found).length;
        const below = values.filter((value) => value < found).length;
        expect(values).toContain(found);
        expect(upTo).toBeGreaterThanOrEqual(share * values.length);
        expect(below).toBeLessThan(share * values.length);
      },
    ),
  );
});
