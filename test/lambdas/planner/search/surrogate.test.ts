import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONVENTIONAL_SPACE } from '../../../../codec-task/codecs/conventional/space.ts';
import { ALL_SPACES } from '../../../../codec-task/codecs/spaces.ts';
import { expectedImprovement, normalDistribution } from '../../../../lambdas/planner/search/acquisition.ts';
import { GaussianProcess } from '../../../../lambdas/planner/search/gaussian-process.ts';
import { plainest, searchProposals } from '../../../../lambdas/planner/search/search-proposals.ts';
import {
  bdRateOf,
  type Configuration,
  logRate,
  type Observation,
  Surrogate,
} from '../../../../lambdas/planner/search/surrogate.ts';

const svt = (parameters: Record<string, string | number>, bdRate: number, deviation = 0): Observation => ({
  ...{ encoder: 'libsvtav1', parameters: { preset: 8, ...parameters }, bdRate, deviation },
});
const at = (parameters: Record<string, string | number>, encoder = 'libsvtav1') => ({
  ...{ encoder, parameters: encoder === 'libsvtav1' ? { preset: 8, ...parameters } : parameters },
});

describe('a Gaussian process', () => {
  it('agrees with the formula for two observations worked by hand', () => {
    const kernel = (a: number, b: number) => Math.exp(-((a - b) ** 2) / 2);
    const process = new GaussianProcess({ places: [0, 1], values: [1, -1], noise: [0.1, 0.1], kernel });
    // K = [[1.1, e], [e, 1.1]], k = [c, c] at 0.5: the mean is 0 by symmetry.
    const [e, c] = [Math.exp(-0.5), Math.exp(-0.125)];
    const { mean, variance } = process.at(0.5);
    const scale = (8 + 2 / (1.1 - e)) / (8 + 2);
    expect(mean).toBeCloseTo(0, 12);
    expect(variance).toBeCloseTo(scale * (1 - (2 * c * c) / (1.1 + e)), 10);
  });

  it('given a place where a value is pending, is surer near it and expects the same', () => {
    const given = { places: [0, 1], values: [3, -1], noise: [0.1, 0.1] };
    const kernel = (a: number, b: number) => Math.exp(-((a - b) ** 2) / 2);
    const before = new GaussianProcess({ ...given, kernel });
    const after = new GaussianProcess({ ...given, kernel, pending: { places: [3], noise: 0.1 } });
    expect(after.logEvidence).toBeCloseTo(before.logEvidence, 12);
    for (const place of [0.5, 2, 3, 5]) {
      expect(after.at(place).mean).toBeCloseTo(before.at(place).mean, 12);
      expect(after.at(place).variance).toBeLessThan(before.at(place).variance);
    }
  });

  it('prefers the kernel under which what was seen is likelier', () => {
    const given = { places: [0, 1, 2, 3], values: [5, -5, 5, -5], noise: [0.1, 0.1, 0.1, 0.1] };
    const smooth = new GaussianProcess({ ...given, kernel: (a, b) => Math.exp(-((a - b) ** 2) / 50) });
    const rough = new GaussianProcess({ ...given, kernel: (a, b) => Number(a === b) });
    expect(rough.logEvidence).toBeGreaterThan(smooth.logEvidence);
  });
});

it('expected improvement is what drawing from the distribution gives', () => {
  expect(normalDistribution(1.2816)).toBeCloseTo(0.9, 4);
  // Of a standard normal below 0: the density at 0.
  expect(expectedImprovement({ mean: 0, variance: 1 }, 0)).toBeCloseTo(0.398942, 5);
  expect(expectedImprovement({ mean: -3, variance: 0 }, 1)).toBe(4);
  expect(expectedImprovement({ mean: 5, variance: 0 }, 1)).toBe(0);
});

describe('the model of the search', () => {
  it('comes close to what was measured, closer than to what was only screened', () => {
    const off = (deviation: number) =>
      Math.abs(new Surrogate(CONVENTIONAL_SPACE, [svt({}, -40, deviation)]).at(at({})).mean - logRate(-40));
    expect(off(0)).toBeLessThan(0.5);
    expect(off(0)).toBeLessThan(off(10));
  });

  it('expects of a restored encoder what its base layer has taught, less surely, and of another encoder less', () => {
    const restored = { strategy: 'hybrid', ...at({}) };
    const before = new Surrogate(ALL_SPACES, []);
    // Off by what encoders are off by, so that no other hypothesis is believed for it.
    const seen = svt({}, bdRateOf(before.at(at({})).mean + 7));
    const after = new Surrogate(ALL_SPACES, [seen]);
    const learnt = (configuration: Configuration) =>
      after.at(configuration).mean - before.at(configuration).mean;
    expect(learnt(restored)).toBeGreaterThan(0.6 * learnt(at({})));
    expect(learnt(at({ preset: 'medium' }, 'libx265'))).toBeLessThan(0.6 * learnt(restored));
    expect(after.at(restored).variance).toBeGreaterThan(after.at(at({})).variance);
    expect(after.at(restored).variance).toBeLessThan(before.at(restored).variance);
  });

  it('carries the effect of a change to another effort, and a part of it to another encoder', () => {
    const effect = (
      observations: Observation[],
      change: Record<string, string>,
      base: object,
      encoder: string,
    ) => {
      const model = new Surrogate(CONVENTIONAL_SPACE, observations);
      const rate = (parameters: object) => model.at({ encoder, parameters: { ...parameters } as never }).mean;
      return rate({ ...base, ...change }) - rate(base);
    };
    const seen = [svt({}, -20), svt({ denoise: 'medium' }, -35)];
    const change = { denoise: 'medium' };
    const before = effect([], change, { preset: 5 }, 'libsvtav1');
    const after = effect(seen, change, { preset: 5 }, 'libsvtav1');
    expect(after).toBeLessThan(before - 3);
    const other = effect(seen, change, { preset: 'medium' }, 'libx265');
    expect(other).toBeLessThan(effect([], change, { preset: 'medium' }, 'libx265') - 1);
    expect(other).toBeGreaterThan(after);
  });

  it('leaves what it knew of encoders when everything comes out otherwise', () => {
    const wrong = [
      svt({}, 0),
      svt({ film_grain: 8 }, -12),
      svt({ denoise: 'strong' }, -10),
      svt({ scale: 0.75 }, -15),
      svt({ denoise: 'medium' }, -6),
      svt({ tune: 'vq' }, -5),
    ];
    const forecast = (observations: Observation[]) =>
      new Surrogate(CONVENTIONAL_SPACE, observations).at(at({ film_grain: 8, denoise: 'strong' })).mean -
      new Surrogate(CONVENTIONAL_SPACE, observations).at(at({})).mean;
    expect(forecast([])).toBeGreaterThan(10);
    expect(forecast(wrong)).toBeLessThan(-5);
  });

  it('gives ordered and finite quantiles whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 3, max: 12 }), fc.double({ min: -99, max: 1000, noNaN: true })), {
          maxLength: 12,
        }),
        (pairs) => {
          const seen = pairs.map(([preset, bdRate]) => ({
            encoder: 'libsvtav1',
            parameters: { preset },
            bdRate,
          }));
          const { p10, p50, p90 } = new Surrogate(CONVENTIONAL_SPACE, seen).forecast(at({ tune: 'vq' }));
          expect([p10, p50, p90].every(Number.isFinite)).toBe(true);
          expect(p10).toBeLessThanOrEqual(p50);
          expect(p50).toBeLessThanOrEqual(p90);
          expect(p10).toBeGreaterThanOrEqual(-100);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('what the search proposes', () => {
  const changes: Record<string, string | number>[] = [
    { tune: 'vq' },
    { aq_mode: 0 },
    { denoise: 'light' },
    { film_grain: 30 },
  ];
  const candidates = changes.map((each) => at(each));
  const request = { spaces: CONVENTIONAL_SPACE, observations: [svt({}, -20)], pending: [], candidates };

  it('are different candidates, as many as asked for, the hopeless one last', () => {
    const all = searchProposals({ ...request, count: 9 });
    expect(new Set(all).size).toBe(candidates.length);
    expect(all.at(-1)).toBe(candidates[3]);
    expect(searchProposals({ ...request, count: 2 })).toEqual(all.slice(0, 2));
  });

  it('asks another question than what runs already', () => {
    const [first] = searchProposals({ ...request, count: 1 });
    const twins = [first, ...candidates.filter((each) => each !== first)].flatMap((each) => each ?? []);
    const [next] = searchProposals({
      ...request,
      candidates: twins,
      pending: first ? [first] : [],
      count: 1,
    });
    expect(next).not.toEqual(first);
  });

  it('are of different encoders before anything was measured, the best expectation first', () => {
    const offered = [
      at({}),
      at({ tune: 'psnr' }),
      ...['libx264', 'libx265'].map((encoder) => at({ preset: 'medium' }, encoder)),
    ];
    const encoders = (count: number, observations: Observation[]) =>
      searchProposals({ ...request, observations, candidates: offered, count }).map(({ encoder }) => encoder);
    expect(encoders(1, [])).toEqual(['libsvtav1']);
    expect(new Set(encoders(3, [])).size).toBe(3);
    expect(new Set(encoders(4, [])).size).toBe(3);
  });

  it('begin with an encoder that nothing is known of as it is', () => {
    const departures: Record<string, string | number>[] = [{}, { tune: 'psnr' }, { level: 3 }];
    const unknown = departures.map((each) => ({ encoder: 'libunknown', parameters: { preset: 8, ...each } }));
    const mixed = [...unknown, at({ tune: 'vq' })];
    expect(plainest(CONVENTIONAL_SPACE, mixed, [])).toEqual([unknown[0], at({ tune: 'vq' })]);
    expect(plainest(CONVENTIONAL_SPACE, mixed, unknown.slice(0, 1))).toEqual(mixed);
  });

  it('given arms that are planned beside, expects the same of all others', () => {
    const seen = [svt({}, -20), svt({ denoise: 'light' }, -26)];
    const beside = [at({ aq_mode: 0 }), at({ tune: 'vq' })];
    const [before, after] = [
      new Surrogate(CONVENTIONAL_SPACE, seen),
      new Surrogate(CONVENTIONAL_SPACE, seen, beside),
    ];
    for (const each of [...candidates, at({ preset: 'medium' }, 'libx264')])
      expect(after.at(each).mean).toBeCloseTo(before.at(each).mean, 9);
    expect(after.improvement(at({ aq_mode: 0 }), logRate(-26))).toBeLessThan(
      before.improvement(at({ aq_mode: 0 }), logRate(-26)),
    );
  });

  it('looks first where a region says', () => {
    const weight = (favourite: number) => (each: (typeof candidates)[number]) =>
      each === candidates[favourite] ? 10 : 1;
    expect(searchProposals({ ...request, weight: weight(0), count: 1 })).toEqual([candidates[0]]);
    expect(searchProposals({ ...request, weight: weight(2), count: 1 })).toEqual([candidates[2]]);
  });

  it('does not take a screening score for the value to beat', () => {
    const screened = { ...request, observations: [svt({}, -20), svt({ scale: 0.75 }, -80, 3)] };
    expect(searchProposals({ ...screened, count: 1 })).toHaveLength(1);
    expect(searchProposals({ ...request, candidates: [], count: 3 })).toEqual([]);
  });
});
