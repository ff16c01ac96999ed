import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proportionInterval } from '../../../../lambdas/shared/statistics/proportion-interval.ts';

describe('the interval of a proportion', () => {
  // Newcombe 1998, table I, method 3: 81 of 263 and 0 of 20.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [0, 20, 0, 0.1611],
  ])('given %d of %d is the published one', (hits, trials, low, high) => {
    const interval = proportionInterval(hits, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('holds the proportion, stays within 0 and 1 and mirrors with hits and misses', () => {
    const counts = fc
      .integer({ min: 1, max: 500 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([hits, trials]) => {
        const { low, high } = proportionInterval(hits, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low - 1e-12).toBeLessThanOrEqual(hits / trials);
        expect(high + 1e-12).toBeGreaterThanOrEqual(hits / trials);
        const mirrored = proportionInterval(trials - hits, trials);
        expect(mirrored.low).toBeCloseTo(1 - high, 9);
      }),
    );
  });
});
