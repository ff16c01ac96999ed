import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import { nearCandidates } from '../../../lambdas/planner/candidates.ts';
import { expectedCpuSeconds } from '../../../lambdas/planner/cost.ts';
import { diagnose } from '../../../lambdas/planner/diagnosis/diagnose.ts';
import { forecastBdRate } from '../../../lambdas/planner/forecast.ts';
import { propose } from '../../../lambdas/planner/propose.ts';
import { specOfProposed } from '../../../lambdas/planner/spec-of.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { parameterFaults } from '../../../lambdas/shared/space.ts';
import { specHash } from '../../../lambdas/shared/spec.ts';
import { honest, iterate, NO_KEY, plan, planned } from './simulated-iterations.ts';
import { emptyContext, measured, rowsOf, svtProposal, withRecords } from './simulated-world.ts';

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
      proposal.experiments.map((experiment) => specHash(specOfProposed(context, experiment))),
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
    const outcome = await propose(emptyContext({ cpu_seconds_per_arm: 12 }), {
      ...NO_KEY,
      recorded: async (hashes) => new Set(hashes),
    });
    expect(outcome).toEqual({
      declined: expect.stringMatching(
        /all \d+ experiments that fit 12 CPU seconds per arm have been measured/,
      ),
    });
  });

  it('given everything nearby measured, changes two things at once, other ones by another seed', async () => {
    const { context } = await iterate(emptyContext(), 3, honest);
    const champion = context.summary.champion?.spec;
    const measuredAlready = context.history.map(({ spec_hash }) => spec_hash);
    const nearby = new Set([...measuredAlready, ...nearCandidates(context).map(({ hash }) => hash)]);
    const [first, again, ...others] = await Promise.all([
      planned(context, nearby),
      planned(context, nearby),
      ...[2, 3, 4, 5, 6, 7].map((seed) => planned({ ...context, seed }, nearby)),
    ]);
    if (first === undefined) throw new Error('a plan was asked for');
    expect(first.experiments).toHaveLength(context.arms);
    expect(first.next_experiment.changes.some((change) => change.includes(' and '))).toBe(true);
    // A confirmation repeats the champion on purpose.
    for (const { encoder, parameters } of first.experiments.filter(({ confirm }) => confirm !== true))
      expect({ encoder, parameters }).not.toEqual({
        encoder: champion?.encoder,
        parameters: champion?.parameters,
      });
    expect(again).toEqual(first);
    // What the model holds best may be the same for one of them.
    const texts = new Set([first, ...others].map(({ experiments }) => JSON.stringify(experiments)));
    expect(texts.size).toBeGreaterThan(1);
  });

  it('looks up at most the hundred hashes that one request takes, again while it finds nothing, three times at most', async () => {
    const { context } = await iterate(emptyContext({ cpu_seconds_per_arm: 10_000 }), 4, honest);
    const lookedUp: number[] = [];
    const all = async (hashes: readonly string[]) => {
      lookedUp.push(hashes.length);
      return new Set(hashes);
    };
    const none = async (hashes: readonly string[]) => {
      lookedUp.push(hashes.length);
      return new Set<string>();
    };
    await propose(context, { ...NO_KEY, recorded: none });
    expect(lookedUp).toHaveLength(1);
    await propose(context, { ...NO_KEY, recorded: all });
    expect(lookedUp).toHaveLength(1 + 3);
    expect(Math.max(...lookedUp)).toBeLessThanOrEqual(100);
    expect(Math.min(...lookedUp)).toBeGreaterThan(10);
  });

  it('given a hopeless preset and a promising one, leaves the hopeless one', async () => {
    const { context } = await iterate(emptyContext(), 2, honest);
    const { experiments } = await planned(
      context,
      new Set(context.history.map(({ spec_hash }) => spec_hash)),
    );
    const best = context.summary.champion?.bd_rate_percent ?? 0;
    const known = new Set(context.history.map(({ spec }) => spec.encoder));
    for (const { encoder, expected_bd_rate } of experiments)
      if (known.has(encoder)) expect(expected_bd_rate.p10).toBeLessThan(best);
  });

  it('given an encoder that fails by its own fault, plans others; given failures of the machine, keeps it', async () => {
    const fail = (failureClass: 'encode-failed' | 'timeout', times: number) => async () => {
      const context = emptyContext({ arms: 1 });
      const failed = Array.from({ length: times }, (_, index): ExperimentRecord => {
        const [row] = rowsOf(context, svtProposal(8 + index), index);
        if (row === undefined) throw new Error('the proposal is empty');
        return { ...row, status: 'failed', failure: { class: failureClass, message: 'it broke' } };
      });
      return planned({ ...withRecords(context, failed), arms: 5 });
    };
    const encoders = async (proposal: ReturnType<ReturnType<typeof fail>>) =>
      (await proposal).experiments.map(({ encoder }) => encoder);
    expect(await encoders(fail('encode-failed', 2)())).not.toContain('libsvtav1');
    expect(await encoders(fail('timeout', 2)())).toContain('libsvtav1');
  });

  it('given a champion of other clips, does not cite it', async () => {
    const { context } = await iterate(emptyContext(), 2, honest);
    const moved = { ...context, clipSet: 'another' };
    const proposal = await planned(moved);
    expect(proposal.root_cause).toContain('the clips, their sets, their length or the GOP have changed');
    expect(proposal.hypothesis).toContain('against HEVC, because');
  });

  it('names the experiments that its root cause rests on', async () => {
    const { context } = await iterate(emptyContext(), 1, honest);
    expect((await planned(context)).root_cause).toContain(context.summary.champion?.experiment_id ?? 'none');
  });

  it('tells what single parameters did, and forecasts by it', async () => {
    const world = (shift: number) => (row: ExperimentRecord) =>
      measured(row, row.spec.parameters['aq_mode'] === 0 ? -30 + shift : -30);
    const forecastAfter = async (shift: number) => {
      const rows = [8, 7].flatMap((preset, index) => [
        ...rowsOf(emptyContext(), svtProposal(preset), index),
        ...rowsOf(emptyContext(), svtProposal(preset, { aq_mode: 0 }), index + 10),
      ]);
      const context = withRecords(emptyContext(), rows.map(world(shift)));
      const { p50 } = forecastBdRate(context, {
        encoder: 'libsvtav1',
        parameters: { preset: 6, aq_mode: 0 },
      });
      return { p50, insights: (await planned(context)).insights.map(({ text }) => text).join('\n') };
    };
    const [good, bad] = [await forecastAfter(-6), await forecastAfter(6)];
    // Twelve points between the worlds, nearly all of it believed after two pairs.
    expect(bad.p50 - good.p50).toBeGreaterThan(10.5);
    expect(bad.p50 - good.p50).toBeLessThan(12.5);
    expect(good.insights).toContain("aq mode 0 instead of the encoder's own choice brought -6.0 points");
  });

  it('given an ffmpeg without the denoiser, plans no denoising', async () => {
    const { context } = await iterate(emptyContext(), 3, honest);
    const names = (filters: string[]) => {
      const capabilities = context.capabilities && { ...context.capabilities, filters };
      return nearCandidates({ ...context, capabilities }).flatMap(({ parameters }) =>
        Object.keys(parameters),
      );
    };
    expect(names(['hqdn3d'])).toContain('denoise');
    expect(names([])).not.toContain('denoise');
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
          const specs = experiments.map((experiment) => specOfProposed(context, experiment));
          expect(specs).toHaveLength(arms);
          expect(new Set(specs.map(specHash)).size).toBe(arms);
          for (const spec of specs) {
            const space = findEncoderSpace(spec);
            expect(space && parameterFaults(space, spec.parameters)).toEqual([]);
            if (spec.confirm !== true)
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
