import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../lib/config.ts';
import { costTable, estimateMonthlyCost, ownMetrics, usageOf } from '../../lib/cost.ts';
import { requireWithinCap } from '../../lib/within-cap.ts';

describe('the cost of a month', () => {
  it('is runs by arms by hours by the price of the task', () => {
    // given one task of an hour, four times a day: 4 x 365 / 12 hours of 4 vCPU, 8 GB, 20 GB above the free disk, one address
    const hours = (4 * 365) / 12;
    const hourly = 4 * 0.03238 + 8 * 0.00356 + 20 * 0.000111 + 0.005;
    // then
    const { fargate } = estimateMonthlyCost({ arms: 1, hoursPerArm: 1, model: undefined });
    expect(fargate).toBeCloseTo(hours * hourly, 6);
    expect(fargate).toBeCloseTo(20.1, 1);
  });

  it('has no part for Claude when the rules plan', () => {
    const byRules = estimateMonthlyCost({ arms: 3, hoursPerArm: 0.5, model: undefined });
    const byClaude = estimateMonthlyCost({ arms: 3, hoursPerArm: 0.5, model: 'claude-sonnet-5-5' });
    expect(byRules.claude).toBe(0);
    expect(byClaude.claude).toBeCloseTo(((4 * 365) / 12) * 0.14, 6);
    expect(byClaude.other - byRules.other).toBeCloseTo(0.4, 6);
  });

  it('grows with every thing that it depends on', () => {
    const base = { arms: 2, hoursPerArm: 0.5, model: 'claude-sonnet-5-5', runsPerDay: 4, campaigns: 1 };
    const total = (change: Partial<typeof base>) => estimateMonthlyCost({ ...base, ...change }).total;
    for (const change of [
      { arms: 3 },
      { hoursPerArm: 1 },
      { model: 'claude-opus-5' },
      { runsPerDay: 5 },
      { campaigns: 2 },
    ])
      expect(total(change), JSON.stringify(change)).toBeGreaterThan(total({}));
  });

  it('counts a metric for each combination of name and dimensions: 19 of each campaign and 3 of the laboratory', () => {
    const campaigns = 2;
    expect(ownMetrics(1)).toBe(22);
    expect(ownMetrics(campaigns)).toBe(2 * 19 + 3);
  });

  it('stays under 200 USD with three arms of an hour', () => {
    expect(estimateMonthlyCost({ arms: 3, hoursPerArm: 1, model: 'claude-sonnet-5-5' }).total).toBeLessThan(
      200,
    );
  });

  it('is the sum of its parts, in the table too', () => {
    const [, , ...rows] = costTable().split('\n');
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      const [fargate, claude, other, total] = row.split('|').slice(4, 8).map(Number);
      expect((fargate ?? 0) + (claude ?? 0) + (other ?? 0)).toBeCloseTo(total ?? Number.NaN, 1);
    }
  });
});

describe('the cost of a deployment', () => {
  const estimate = (context: Record<string, unknown>) => estimateMonthlyCost(usageOf(parseConfig(context)));

  it('stays under 25 USD a month by default without a model, with a quarter of an hour for each arm', () => {
    const usage = usageOf(parseConfig({}));
    expect(usage.hoursPerArm).toBeLessThan(0.25);
    expect(estimateMonthlyCost({ ...usage, hoursPerArm: 0.25 }).total).toBeLessThan(25);
  });

  it('follows the settings: arms, time, schedule, and a model where one can be reached', () => {
    expect(usageOf(parseConfig({ arms: 5 })).arms).toBe(5);
    // Three minutes, and twice 600 CPU seconds on 2.4 of the four processors.
    expect(usageOf(parseConfig({ cpuSecondsPerArm: 600 })).hoursPerArm * 3600).toBeCloseTo(180 + 500, 6);
    expect(estimate({ scheduleEnabled: false })).toMatchObject({ fargate: 0, claude: 0 });
    expect(estimate({}).claude).toBe(0);
    const bedrock = { llmProvider: 'bedrock', llmModel: 'global.anthropic.claude-sonnet-5-5' };
    expect(estimate(bedrock).claude).toBeCloseTo(estimate({ anthropicSecretName: 'key' }).claude, 6);
  });

  it('counts no arm longer than its state may run, and no model beyond its cap', () => {
    expect(usageOf(parseConfig({ cpuSecondsPerArm: 1_000_000 })).hoursPerArm).toBe(2);
    expect(estimate({ anthropicSecretName: 'key', llmModel: 'claude-opus-5' }).claude).toBe(20);
  });

  it('is refused over its cap with what can be done, unless that is what was meant', () => {
    const dear = { arms: 8, cpuSecondsPerArm: 4000, anthropicSecretName: 'key' };
    expect(() => requireWithinCap(parseConfig(dear))).toThrow(
      /^a month is estimated at \d+\.\d\d USD \(8 arms of 59 minutes.* monthlyCapUsd, 100\.00 USD.* -c allowOverCap=true$/,
    );
    for (const more of [{ allowOverCap: true }, { monthlyCapUsd: 1000 }])
      expect(() => requireWithinCap(parseConfig({ ...dear, ...more }))).not.toThrow();
    expect(() => requireWithinCap(parseConfig({}))).not.toThrow();
  });

  it('stands in the README as it is computed', () => {
    expect(readFileSync('README.md', 'utf8')).toContain(`\n${costTable()}\n`);
  });
});
