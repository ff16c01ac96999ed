import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import { specOf } from '../../../lambdas/planner/candidates.ts';
import { expectedCpuSeconds } from '../../../lambdas/planner/cost.ts';
import { diagnose } from '../../../lambdas/planner/diagnosis/diagnose.ts';
import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { type Outcome, propose } from '../../../lambdas/planner/propose.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { parameterFaults } from '../../../lambdas/shared/space.ts';
import { specHash } from '../../../lambdas/shared/spec.ts';
import { emptyContext, measured, rowsOf, trueBdRate, withRecords } from './simulated-world.ts';

const NO_KEY = {
  findKey: async () => ({ reason: null }),
  ask: async () => Promise.reject(new Error('no model here')),
};

/** The plan by rules when these hashes are recorded. */
async function plan(context: PlanningContext, recorded: ReadonlySet<string>) {
  const outcome: Outcome = await propose(context, {
    ...NO_KEY,
    recorded: async (hashes) => new Set(hashes.filter((hash) => recorded.has(hash))),
  });
  return outcome;
}

async function planned(context: PlanningContext, recorded: ReadonlySet<string> = new Set()) {
  const outcome = await plan(context, recorded);
  if ('declined' in outcome) throw new Error(outcome.declined);
  return outcome.proposal;
}

/** Runs iterations in the simulated world. */
async function iterate(
  start: PlanningContext,
  iterations: number,
  measure: (row: ExperimentRecord) => ExperimentRecord,
) {
  let context = start;
  const hashes = new Set<string>();
  const proposals = [];
  for (let index = 0; index < iterations; index++) {
    const outcome = await plan(context, hashes);
    if ('declined' in outcome) return { context, proposals, declined: outcome.declined };
    proposals.push(outcome.proposal);
    const rows = rowsOf(context, outcome.proposal, index);
    for (const row of rows) hashes.add(row.spec_hash);
    context = withRecords(context, rows.map(measure));
  }
  return { context, proposals, declined: undefined };
}

const honest = (row: ExperimentRecord) => measured(row, trueBdRate(row.spec));

describe('planning by rules', () => {
  it('given nothing, measures a baseline whose first check is the anchor itself', async () => {
    const proposal = await planned(emptyContext({}, { capabilities: undefined }));
    expect(proposal.root_cause).toContain('nothing has been measured');
    expect(
      proposal.experiments
        .map(({ encoder }) => encoder)
        .every((encoder) => ['libx264', 'libx265'].includes(encoder)),
    ).toBe(true);
    expect(
      proposal.experiments.filter(
        ({ encoder, parameters }) => encoder === 'libx265' && parameters['preset'] === 'medium',
      ),
    ).toHaveLength(1);
  });

  it('given ten iterations, never repeats a spec, states another hypothesis each time, and improves', async () => {
    const { proposals, context } = await iterate(emptyContext(), 10, honest);
    const specs = proposals.flatMap((proposal) =>
      proposal.experiments.map(({ encoder, parameters }) => specHash(specOf(context, encoder, parameters))),
    );
    expect(new Set(specs).size).toBe(specs.length);
    expect(new Set(proposals.map(({ hypothesis }) => hypothesis)).size).toBe(proposals.length);
    expect(context.summary.champion?.bd_rate_percent).toBeLessThan(-25);
  });

  it('given the same context, gives the same plan', async () => {
    const { context } = await iterate(emptyContext(), 3, honest);
    expect(await planned(context)).toEqual(await planned(context));
  });

  it('given one changed result, finds another root cause and plans something else', async () => {
    const { context } = await iterate(emptyContext(), 2, honest);
    const best = context.summary.champion?.experiment_id;
    const worse = context.history.map((record) =>
      record.experiment_id === best ? measured(record, 60) : record,
    );
    const changed = withRecords({ ...emptyContext() }, [...worse].reverse());
    const recorded = new Set(context.history.map((record) => record.spec_hash));
    const [before, after] = [await planned(context, recorded), await planned(changed, recorded)];
    expect(after.root_cause).not.toBe(before.root_cause);
    expect(after.experiments).not.toEqual(before.experiments);
  });

  it('given a budget that nothing fits, declines with the remedy', async () => {
    const outcome = await plan(emptyContext({ cpu_seconds_per_arm: 1 }), new Set());
    expect(outcome).toEqual({
      declined: expect.stringContaining(
        'no experiment fits 1 CPU seconds per arm on these clips: raise the budget',
      ),
    });
  });

  it('given everything measured, declines and says so', async () => {
    const { declined } = await iterate(emptyContext({ cpu_seconds_per_arm: 12, arms: 8 }), 40, honest);
    expect(declined).toMatch(/all \d+ experiments that fit 12 CPU seconds per arm have been measured/);
  });

  it('for any results plans exactly the asked number of new, allowed, affordable and different experiments', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.option(fc.double({ min: -90, max: 200, noNaN: true }), { nil: null }), {
          minLength: 25,
          maxLength: 25,
        }),
        async (arms, iterations, results) => {
          let next = 0;
          const measure = (row: ExperimentRecord) => measured(row, results[next++ % results.length] ?? null);
          const { context } = await iterate(emptyContext({ arms }), iterations, measure);
          const recorded = new Set(context.history.map((record) => record.spec_hash));
          const { experiments } = await planned(context, recorded);
          const specs = experiments.map(({ encoder, parameters }) => specOf(context, encoder, parameters));
          expect(specs).toHaveLength(arms);
          expect(new Set(specs.map(specHash)).size).toBe(arms);
          for (const spec of specs) {
            const space = findEncoderSpace(spec.encoder);
            expect(space && parameterFaults(space, spec.parameters)).toEqual([]);
            expect(expectedCpuSeconds(context, spec)).toBeLessThanOrEqual(
              context.settings.cpu_seconds_per_arm,
            );
            if (diagnose(context)[0]?.rule !== 'instrumentation-fault')
              expect(recorded.has(specHash(spec))).toBe(false);
          }
          for (const { expected_bd_rate: forecast } of experiments) {
            expect(forecast.p10).toBeLessThanOrEqual(forecast.p50);
            expect(forecast.p50).toBeLessThanOrEqual(forecast.p90);
            expect(forecast.p10).toBeGreaterThan(-100);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('diagnosis', () => {
  /** A context with results for the first iteration's rows. */
  async function given(...results: ((row: ExperimentRecord) => ExperimentRecord)[]) {
    const context = emptyContext({ arms: 4 });
    const rows = rowsOf(context, await planned(context), 0);
    return withRecords(
      context,
      results.map((result, index) => result(rows[index] as ExperimentRecord)),
    );
  }
  const failed = (failureClass: 'timeout' | 'encode-failed') => (row: ExperimentRecord) => ({
    ...row,
    status: 'failed' as const,
    failure: { class: failureClass, message: 'it broke' },
    verdict: 'inconclusive' as const,
  });
  const rated =
    (bdRate: number | null, change: Partial<ExperimentRecord> = {}) =>
    (row: ExperimentRecord) =>
      measured(row, bdRate, change);
  const sameBits = (row: ExperimentRecord) => {
    const record = measured(row, -20);
    return { ...record, measurement: record.measurement && { ...record.measurement, fingerprint: 'same' } };
  };
  const belowFloor = (row: ExperimentRecord) => {
    const record = measured(row, -5);
    const clips = record.measurement?.clips.map((clip) => ({ ...clip, floor_bitrate_mbps: null })) ?? [];
    return { ...record, measurement: record.measurement && { ...record.measurement, clips } };
  };

  it.each([
    ['no-baseline', [], 'nothing has been measured'],
    ['instrumentation-fault', [sameBits, sameBits], 'gave identical results although they differ'],
    ['rate-above-anchor', [rated(40), rated(12)], 'needs +12.0 % bits against HEVC'],
    ['rate-bound', [rated(-31), rated(12)], 'leads with -31.0 % at equal quality'],
    ['quality-below-floor', [belowFloor], 'does not reach the quality floor on drifting-texture'],
    ['saturated-range', [rated(null)], 'has no BD-rate (low-overlap)'],
    [
      'task-failure',
      [failed('encode-failed')],
      'could not be measured, the newest for this reason: it broke',
    ],
    ['infrastructure-fault', [failed('timeout')], 'failed for reasons of the machine (timeout)'],
    [
      'clip-set-changed',
      [rated(-10, { clip_set: 'another' })],
      'the clips, their length or the GOP have changed',
    ],
  ] as const)('%s is found with its evidence', async (rule, results, words) => {
    const context = await given(...results);
    const finding = diagnose(context).find((each) => each.rule === rule);
    expect(finding?.statement).toContain(words);
    const known = new Set(context.history.map((record) => record.experiment_id));
    expect(finding?.evidence.every((id) => known.has(id))).toBe(true);
    if (results.length > 0) expect(finding?.evidence.length).toBeGreaterThan(0);
  });

  it('doubts the instrument before it believes a result, and checks it first', async () => {
    const context = await given(sameBits, sameBits, rated(-60));
    expect(diagnose(context)[0]?.rule).toBe('instrumentation-fault');
    const proposal = await planned(context, new Set(context.history.map((record) => record.spec_hash)));
    expect(
      proposal.experiments.some(
        ({ encoder, parameters }) => encoder === 'libx265' && parameters['preset'] === 'medium',
      ),
    ).toBe(true);
  });

  it('sees a plateau and leaves the champion’s encoder', async () => {
    const { context } = await iterate(emptyContext(), 1, honest);
    const stuck = {
      ...context,
      summary: { ...context.summary, since_improvement: 8, champion: context.summary.champion ?? null },
    };
    if (stuck.summary.champion === null) throw new Error('the first iteration made no champion');
    expect(diagnose(stuck)[0]?.rule).toBe('plateau');
    const proposal = await planned(stuck, new Set(stuck.history.map((record) => record.spec_hash)));
    expect(
      proposal.experiments.every(({ encoder }) => encoder !== stuck.summary.champion?.spec.encoder),
    ).toBe(true);
  });

  it('reports forecasts that promised too much, and rows that it cannot read', () => {
    const context = emptyContext({}, { unreadable: [{ id: 'old-1', reason: 'schema: expected v1' }] });
    const doubtful = {
      ...context,
      summary: { ...context.summary, forecasts: { count: 10, within: 3, mean_absolute_error: 14 } },
    };
    const rules = diagnose(doubtful).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['over-confident-forecasts', 'unreadable-records']));
  });
});
