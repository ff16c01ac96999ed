import { describe, expect, it } from 'vitest';
import { ALL_SPACES } from '../../../../codec-task/codecs/spaces.ts';
import { leaders } from '../../../../lambdas/planner/evidence.ts';
import { observationsOf } from '../../../../lambdas/planner/observations.ts';
import type { PlanningContext } from '../../../../lambdas/planner/planning.ts';
import { seededRandom } from '../../../../lambdas/planner/seeded-random.ts';
import { modelCandidates } from '../../../../lambdas/planner/sources/model.ts';
import { mutations } from '../../../../lambdas/planner/sources/mutation.ts';
import { randomCandidates } from '../../../../lambdas/planner/sources/random.ts';
import {
  regionCandidates,
  regionWeight,
  standingRegions,
} from '../../../../lambdas/planner/sources/regions.ts';
import { encoderName, strategyOf } from '../../../../lambdas/shared/encoder-name.ts';
import type { PreferredRegion } from '../../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { honest, iterate, plan, planned } from '../simulated-iterations.ts';
import { emptyContext, measured, rowsOf, svtProposal, withRecords } from '../simulated-world.ts';

const { context } = await iterate(emptyContext({ cpu_seconds_per_arm: 400 }), 2, honest);
const drawn = (seed: number) => seededRandom(seed);

describe('random draws', () => {
  it('reach every encoder and are the same for the same seed', () => {
    const draws = randomCandidates(context, 200, drawn(1));
    expect(new Set(draws.map(({ encoder }) => encoder)).size).toBe(5);
    expect(randomCandidates(context, 200, drawn(1))).toEqual(draws);
    expect(randomCandidates(context, 200, drawn(2))).not.toEqual(draws);
  });
});

describe('mutations', () => {
  it('change one or two things of the leader of each strategy, which take turns', () => {
    const leading = [...Map.groupBy(leaders(context), strategyOf).values()].map(([leader]) => leader);
    const all = mutations(context, 30, drawn(1));
    expect(all.length).toBeGreaterThan(10);
    expect(all.slice(0, leading.length).map(strategyOf)).toEqual(
      leading.map((each) => each && strategyOf(each)),
    );
    const names = leading.map((each) => each && encoderName(each));
    for (const each of all) {
      expect(names).toContain(encoderName(each));
      expect(each.changes.length).toBeGreaterThanOrEqual(1);
      expect(each.changes.length).toBeLessThanOrEqual(2);
    }
    expect(new Set(all.map(({ changes }) => changes.length))).toEqual(new Set([1, 2]));
  });

  it('are none where nothing leads', () => {
    expect(mutations(emptyContext(), 5, drawn(1))).toEqual([]);
  });
});

const region: PreferredRegion = {
  ...{ encoder: 'libsvtav1', parameter: 'tune', values: ['vq'], weight: 0.5, reason: 'grain' },
};

describe('regions that a language model prefers', () => {
  it('weigh what lies inside them, by their weight', () => {
    const weight = regionWeight([region]);
    expect(weight({ encoder: 'libsvtav1', parameters: { preset: 8, tune: 'vq' } })).toBe(5.5);
    expect(weight({ encoder: 'libsvtav1', parameters: { preset: 8 } })).toBe(1);
    expect(weight({ encoder: 'libx265', parameters: { tune: 'vq' } })).toBe(1);
  });

  it('are offered combined, and nothing that the space does not allow', () => {
    const more: PreferredRegion[] = [
      region,
      { ...region, parameter: 'aq_mode', values: [0, 99] },
      { ...region, parameter: 'colour', values: ['red'] },
    ];
    const offered = regionCandidates(context, more, 80).map(({ parameters }) => parameters);
    expect(offered).toContainEqual(expect.objectContaining({ tune: 'vq', aq_mode: 0 }));
    expect(JSON.stringify(offered)).not.toMatch(/99|red/);
  });
});

describe('regions of earlier iterations', () => {
  const BEFORE = '20261122T060000Z-0123abcd';
  const carried = {
    ...{ encoder: 'libx265', parameter: 'preset', values: ['slow', 'slower'], weight: 0.6, reason: 'effort' },
    preferred_by: BEFORE,
  };

  it('guide one arm that no language model was asked for, which names them, beside one that they do not', async () => {
    const { experiments } = await planned({ ...context, arms: 4, regions: [carried] });
    const guided = experiments.filter(({ source }) => source === 'llm');
    expect(guided).toMatchObject([
      {
        encoder: 'libx265',
        parameters: { preset: expect.stringMatching(/^slow/) },
        purpose: expect.stringContaining(BEFORE),
      },
    ]);
    expect(experiments.filter(({ source }) => source === 'model').length).toBeGreaterThan(0);
    expect(experiments).toHaveLength(4);
    const without = await planned({ ...context, arms: 4 });
    expect(without.experiments.filter(({ source }) => source === 'llm')).toEqual([]);
  });

  it('never lead to what was measured', async () => {
    const all = regionCandidates(context, [carried], 80);
    const { experiments } = await planned(
      { ...context, arms: 4, regions: [carried] },
      new Set(all.map(({ hash }) => hash)),
    );
    expect(experiments.filter(({ source }) => source === 'llm')).toEqual([]);
    expect(experiments).toHaveLength(4);
  });

  it('give way to present ones of the same parameter and stand beside others', () => {
    const same = { ...region, encoder: 'libx265', parameter: 'preset', values: ['medium'] };
    const other = { ...region, encoder: 'libx265', parameter: 'tune', values: ['ssim'] };
    const standing = { ...context, regions: [carried] };
    expect(standingRegions(standing, [same])).toEqual([same]);
    expect(standingRegions(standing, [other])).toEqual([other, carried]);
  });
});

describe('what the model chooses from', () => {
  it('holds nothing outside of a replayed world', () => {
    const offered: NonNullable<PlanningContext['offered']> = [
      { encoder: 'libsvtav1', parameters: { preset: 8 } },
      { encoder: 'libsvtav1', parameters: { preset: 8, tune: 'vq' } },
    ];
    const all = modelCandidates({ ...context, offered }, 50, drawn(1));
    expect(all.map(({ encoder, parameters }) => ({ encoder, parameters }))).toHaveLength(2);
    for (const { encoder, parameters } of all) expect(offered).toContainEqual({ encoder, parameters });
  });

  it('has some of each encoder in sight, whatever is believed of them', () => {
    const first = modelCandidates(context, 20, drawn(1));
    expect(new Set(first.map(encoderName))).toEqual(new Set(ALL_SPACES.map(encoderName)));
    expect(modelCandidates(context, 3, drawn(1))).toEqual(first.slice(0, 3));
  });

  it('learns a screening score as one that tells less, at any length of the history, until it is measured in full', () => {
    const rows = rowsOf(emptyContext(), svtProposal(7), 0);
    const screenedOut =
      (rival: 'anchor' | 'champion', beyond_hope: ('psnr_yuv' | 'ssim_db')[] = [], rival_percent = -30) =>
      (row: ExperimentRecord): ExperimentRecord => {
        const record = measured(row, null);
        const screening = {
          ...{ decision: 'screened out' as const, reason: 'no hope', rival, beyond_hope, clips: [] },
          ...{ score_percent: -16, rival_percent, saved_cpu_seconds: 9 },
          ...{ score_ssim_percent: null, rival_ssim_percent: null },
        };
        const plan = { clips: 1, rate_points: 2, champion_percent: -40 };
        return {
          ...record,
          spec: { ...record.spec, screening: plan },
          measurement: record.measurement && { ...record.measurement, screening },
        };
      };
    const screened = withRecords(emptyContext(), rows.map(screenedOut('anchor')));
    expect(observationsOf(screened)).toMatchObject([{ encoder: 'libsvtav1', bdRate: -16, deviation: 3 }]);
    // It needed 1.2 times the champion's rate, which has 0.6 of the anchor's.
    const paired = withRecords(emptyContext(), rows.map(screenedOut('champion')));
    expect(observationsOf(paired)[0]?.bdRate).toBeCloseTo(-28, 9);
    // Beyond hope it is at least as bad as what it was held against, whatever its score; SSIM says nothing of PSNR.
    const rate = (...given: Parameters<typeof screenedOut>) =>
      observationsOf(withRecords(emptyContext(), rows.map(screenedOut(...given))))[0]?.bdRate;
    expect(rate('champion', ['psnr_yuv'], -10)).toBe(-40);
    expect(rate('champion', ['ssim_db'], -10)).toBeCloseTo(-44, 9);
    expect(rate('anchor', ['psnr_yuv'], 0)).toBe(0);
    // What the newest records no longer hold, the summary does.
    const later = withRecords(emptyContext(), rows.map(screenedOut('champion', ['psnr_yuv'])));
    expect(observationsOf({ ...later, history: [] })).toEqual(observationsOf(later));
    expect(observationsOf({ ...later, history: [], clipSet: 'another' })).toEqual([]);
    const full = withRecords(
      screened,
      rowsOf(emptyContext(), svtProposal(7), 1).map((row) => measured(row, -9)),
    );
    expect(observationsOf(full)).toEqual([{ encoder: 'libsvtav1', parameters: { preset: 7 }, bdRate: -9 }]);
  });
});

it('every arm of a plan names its source, and the allocation counts them', async () => {
  const outcome = await plan(context, new Set(context.history.map(({ spec_hash }) => spec_hash)));
  if ('declined' in outcome) throw new Error(outcome.declined);
  const { experiments, allocation } = outcome.proposal;
  const named = experiments.filter(({ confirm }) => confirm !== true).map(({ source }) => source);
  expect(named.every((source) => source !== undefined)).toBe(true);
  for (const { source, arms } of allocation?.sources ?? [])
    expect(named.filter((each) => each === source)).toHaveLength(arms);
});
