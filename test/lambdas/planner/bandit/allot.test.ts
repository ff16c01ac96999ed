import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../../../lambdas/planner/bandit/allocation.ts';
import { allot, allotStrategies, COMPETING_SOURCES } from '../../../../lambdas/planner/bandit/allot.ts';
import { type ArmStatistics, noStatistics } from '../../../../lambdas/shared/arm-statistics.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';

const ALONE = ['model', 'mutation', 'random'] as const;
const brought = (gain_points: number, experiments = 40): ArmStatistics => ({
  ...noStatistics(),
  ...{ experiments, gain_points, wins: Math.ceil(gain_points / 2), usd: experiments * 0.02 },
});
const summaryWith = (sources: Partial<Record<(typeof COMPETING_SOURCES)[number], ArmStatistics>>) => ({
  ...emptySummary(),
  sources,
});
/** Share of the arms that a source gets over many iterations. */
const shareOf = (
  source: (typeof COMPETING_SOURCES)[number],
  summary: ReturnType<typeof summaryWith>,
  sources: readonly (typeof COMPETING_SOURCES)[number][] = ALONE,
) => {
  const arms = Array.from(
    { length: 300 },
    (_, seed) => allot({ summary, arms: 4, sources, seed })[source] ?? 0,
  );
  return arms.reduce((sum, count) => sum + count, 0) / (4 * arms.length);
};

describe('arms allotted to sources', () => {
  it('are as many as there are, the same for the same seed, and with a model always some with and some without it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.nat(),
        fc.subarray([...COMPETING_SOURCES], { minLength: 1 }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (arms, seed, sources, gain) => {
          const request = { summary: summaryWith({ llm: brought(gain) }), arms, sources, seed };
          const shares = allot(request);
          expect(allot(request)).toEqual(shares);
          expect(Object.values(shares).reduce((sum, count) => sum + count, 0)).toBe(arms);
          for (const source of Object.keys(shares)) expect(sources).toContain(source);
          if (arms >= 2 && sources.includes('llm') && sources.length > 1) {
            expect(shares.llm).toBeGreaterThanOrEqual(1);
            expect(shares.llm).toBeLessThan(arms);
          }
        },
      ),
    );
  });

  it('go to who has brought the most per dollar, whoever that is', () => {
    const earned = { mutation: brought(30), model: brought(2), random: brought(0) };
    expect(shareOf('mutation', summaryWith(earned))).toBeGreaterThan(0.75);
    const reversed = { mutation: brought(0), model: brought(30), random: brought(0) };
    expect(shareOf('model', summaryWith(reversed))).toBeGreaterThan(0.85);
  });

  it('leave a floor to who has brought nothing', () => {
    const earned = { mutation: brought(0), model: brought(60), random: brought(0, 200) };
    expect(shareOf('random', summaryWith(earned))).toBeGreaterThan(0.02);
  });

  it('count money: the same gain at ten times the cost is worth less', () => {
    const dear = { ...brought(20), usd: 10 * brought(20).usd };
    const summary = summaryWith({ llm: dear, model: brought(20) });
    expect(shareOf('model', summary, ['llm', 'model'])).toBeGreaterThan(0.6);
  });

  it('are not moved by failures of the machine', () => {
    const earned = { model: brought(10), mutation: brought(10) };
    const failed = { ...earned, model: { ...brought(10), infrastructure: 500 } };
    expect(shareOf('model', summaryWith(failed))).toBe(shareOf('model', summaryWith(earned)));
  });

  it('give a new one a fair start beside one that has brought much', () => {
    const shares = allot({
      summary: summaryWith({ llm: brought(50) }),
      arms: 4,
      sources: ['llm', 'model'],
      seed: 1,
    });
    expect(shares.model).toBeGreaterThanOrEqual(2);
  });
});

it('arms allotted to strategies begin with a fair start and are all given', () => {
  expect(allotStrategies({ summary: emptySummary(), arms: 3, sources: ['conventional'], seed: 1 })).toEqual({
    conventional: 3,
  });
});

it('the allocation that is shown names arms and what they stood on', () => {
  const summary = { ...summaryWith({ model: brought(3) }), strategies: { conventional: brought(3) } };
  const arms = (['model', 'llm', 'model'] as const).map((source) => ({
    source,
    strategy: 'conventional' as const,
  }));
  expect(allocationOf(summary, arms)).toMatchObject({
    sources: [
      { source: 'llm', arms: 1, experiments: 0 },
      { source: 'model', arms: 2, experiments: 40, gain_points: 3 },
    ],
    strategies: [{ strategy: 'conventional', arms: 3, gain_points: 3 }],
  });
});
