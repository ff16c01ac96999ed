import { describe, expect, it } from 'vitest';
import { armUsd } from '../../../lambdas/planner/budget/arm-cost.ts';
import { expectedCpuSeconds, screenedCpuSeconds } from '../../../lambdas/planner/cost.ts';
import { reasoningRecord } from '../../../lambdas/planner/identify.ts';
import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { manualProposal } from '../../../lambdas/planner/propose.ts';
import { specOf, specOfProposed } from '../../../lambdas/planner/spec-of.ts';
import type { Encoder } from '../../../lambdas/shared/names.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { specHash } from '../../../lambdas/shared/spec.ts';
import { honest, iterate } from './simulated-iterations.ts';
import { emptyContext } from './simulated-world.ts';

/** After two iterations: some encoders were measured, and there is a champion. */
const { context } = await iterate(emptyContext(), 2, honest);
const champion = context.summary.champion;
const measuredEncoder = Object.keys(context.summary.costs)[0]?.split('/')[0] ?? '';
const ARM = { encoder: measuredEncoder as Encoder, parameters: { preset: 'slow', denoise: 'light' } };
const screeningOf = (within: PlanningContext, { encoder, parameters }: typeof ARM) =>
  specOf(within, { encoder, parameters }).screening;

function withoutCosts(within: PlanningContext, encoder: string): PlanningContext {
  const costs = Object.entries(within.summary.costs).filter(([key]) => !key.startsWith(encoder));
  return { ...within, summary: { ...within.summary, costs: Object.fromEntries(costs) } };
}

describe('the screening of an arm', () => {
  it('is planned for an ordinary one, with what the champion came to', () => {
    expect(screeningOf(context, ARM)).toEqual({
      ...{ clips: 2, rate_points: 2 },
      champion_percent: champion?.bd_rate_percent,
    });
  });

  it('follows the settings', () => {
    const within = (screening: object) => ({ ...context, settings: parseSettings({ screening }) });
    expect(screeningOf(within({ enabled: false }), ARM)).toBeUndefined();
    expect(screeningOf(within({ clips: 3, rate_points: 3 }), ARM)).toMatchObject({
      clips: 3,
      rate_points: 3,
    });
  });

  it.each([
    ["the anchor's own configuration", context, { encoder: 'libx265', parameters: { preset: 'medium' } }],
    ['the first of an encoder', withoutCosts(context, ARM.encoder), ARM],
    ['anything on clips that nothing was measured on', { ...context, clipSet: 'others' }, ARM],
  ])('is left out for %s', (_, within, arm) => {
    expect(screeningOf(within as PlanningContext, arm as typeof ARM)).toBeUndefined();
  });

  it.each([{ replicate_of: 'an-experiment' }, { confirm: true as const }])(
    'is left out for what repeats or confirms: %o',
    (change) => {
      const forecast = { p10: -9, p50: -5, p90: 0 };
      const proposed = {
        ...ARM,
        purpose: '',
        expected_bd_rate: forecast,
        expected_bitrate_mbps: 1,
        ...change,
      };
      expect(specOfProposed(context, proposed)).not.toHaveProperty('screening');
    },
  );

  it('is left out for what a person asked for', () => {
    const origin = { mode: 'manual' as const, use: undefined, fallbackReason: null };
    const ids = { reasoningId: 'r', executionId: 'e' };
    const { experiments } = reasoningRecord(
      context,
      manualProposal(context, { strategy: 'conventional', ...ARM }),
      origin,
      ids,
    );
    expect(experiments[0]?.spec).not.toHaveProperty('screening');
  });

  it('changes no hash, so that one configuration is planned once with it or without', () => {
    const { screening: _, ...spec } = specOf(context, ARM);
    expect(specHash(spec)).toBe(specHash(specOf(context, ARM)));
  });
});

describe('the cost to expect of an arm', () => {
  const spec = specOf(context, ARM);
  const whole = expectedCpuSeconds(context, spec);
  const around = (p50: number) => ({ p10: p50 - 3, p50, p90: p50 + 3 });
  const best = champion?.bd_rate_percent ?? 0;

  it('falls as the forecast gets worse, from all of it to little more than the screening', () => {
    const costs = [best - 20, best + 5, best + 60].map((p50) =>
      screenedCpuSeconds(context, spec, around(p50)),
    );
    expect(costs[0]).toBeCloseTo(whole, 1);
    expect(costs[1]).toBeLessThan(whole);
    expect(costs[2]).toBeGreaterThan(0);
    expect(costs[2]).toBeLessThan(whole / 2);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
  });

  it('is told beside what it costs in full, which is set aside for it', () => {
    const outcome = { mode: 'fallback' as const, use: undefined, fallbackReason: null };
    const hopeless = { ...ARM, purpose: '', expected_bd_rate: around(best + 60), expected_bitrate_mbps: 1 };
    const proposal = {
      ...manualProposal(context, { strategy: 'conventional', ...ARM }),
      experiments: [hopeless],
    };
    const record = reasoningRecord(context, proposal, outcome, { reasoningId: 'r', executionId: 'e' });
    const [planned] = record.experiments;
    if (planned === undefined) throw new Error('one experiment was proposed');
    expect(planned.full_cpu_seconds).toBe(whole);
    expect(planned.expected_cpu_seconds).toBeLessThan(whole / 2);
    expect(armUsd(planned)).toBe(armUsd({ spec: planned.spec, expected_cpu_seconds: whole }));
  });

  it('is all of it without a screening', () => {
    const { screening: _, ...inFull } = spec;
    expect(screenedCpuSeconds(context, inFull, around(best + 60))).toBe(whole);
  });
});
