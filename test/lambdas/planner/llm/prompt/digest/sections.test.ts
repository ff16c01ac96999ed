import { describe, expect, it } from 'vitest';
import { DIGEST_CHARACTERS, digest } from '../../../../../../lambdas/planner/llm/prompt/digest/digest.ts';
import { escapedJson } from '../../../../../../lambdas/planner/llm/prompt/fence.ts';
import { usableEncoders } from '../../../../../../lambdas/planner/llm/usable-encoders.ts';
import type { PlanningContext } from '../../../../../../lambdas/planner/planning.ts';
import { FAILURE_CLASSES, PROPOSAL_SOURCES } from '../../../../../../lambdas/shared/names.ts';
import type { ExperimentRecord, Measurement } from '../../../../../../lambdas/shared/record.ts';
import type { CampaignSummary } from '../../../../../../lambdas/shared/summary.ts';
import { measuredRecord, planningSituation } from '../../planning-situation.ts';

const id = (number: number) => `20261101T000000Z-00000000-${String(number).padStart(2, '0')}`;
const { clipSet, summary } = planningSituation();

function digested(changes: Partial<PlanningContext>, kept: Partial<CampaignSummary> = {}) {
  const context = planningSituation({ ...changes, summary: { ...summary, clip_set: clipSet, ...kept } });
  return digest(context, [], usableEncoders(context.capabilities));
}

/** A measured record with these figures. */
function measured(number: number, figures: Partial<Measurement>, changes: Partial<ExperimentRecord> = {}) {
  const record = measuredRecord(id(number), changes);
  return { ...record, measurement: record.measurement && { ...record.measurement, ...figures } };
}

describe('standing', () => {
  it('lists the best and the worst of each encoder, older than the records too, each by its id', () => {
    const observations = Array.from({ length: 10 }, (_, index) => ({
      encoder: 'libsvtav1',
      parameters: { preset: 3 + index },
      bd_rate_percent: index - 30,
      experiment_id: id(index),
    }));
    const { best_and_worst_by_encoder: groups } = digested({}, { observations }).standing;
    expect(groups.map(({ encoder, measured: count }) => [encoder, count])).toEqual([
      ['libsvtav1', 10],
      ['libx264', 1],
    ]);
    expect(groups[0]?.best.map((each) => each.id)).toEqual([0, 1, 2, 3].map(id));
    expect(groups[0]?.worst.map((each) => each.id)).toEqual([8, 9].map(id));
    expect(groups[1]?.worst).toEqual([]);
  });

  it('leaves out of the front what another beats in bitrate, quality and time at once', () => {
    const front = (number: number, mbps: number, ssim: number, seconds: number) =>
      measured(number, { bitrate_mbps: mbps, bd_rate_ssim_percent: ssim, tune_cpu_seconds: seconds });
    const history = [
      front(1, 1, -10, 100),
      front(2, 2, -5, 10),
      front(3, 2, -5, 20),
      front(4, 0.9, -20, 500),
    ];
    const points = digested({ history }).standing.pareto_front_of_bitrate_quality_and_time;
    expect(points.map((point) => point.id)).toEqual([4, 1, 2].map(id));
  });

  it('builds on nothing of other clips', () => {
    const observations = [{ encoder: 'libx265', parameters: {}, bd_rate_percent: -1, experiment_id: id(1) }];
    const { best_and_worst_by_encoder: groups } = digested(
      { history: [] },
      { clip_set: 'other', observations },
    ).standing;
    expect(groups).toEqual([]);
  });
});

describe('experience', () => {
  it('counts failures by class and names the newest of each', () => {
    const failure = { class: 'encode-failed' as const, message: 'ffmpeg ended with 1' };
    const { failures_by_class: failures } = digested(
      { history: [measuredRecord(id(7), { status: 'failed', measurement: null, failure })] },
      { counts: { succeeded: 0, failed: 12, by_class: { 'encode-failed': 9, timeout: 3 } } },
    ).experience;
    expect(failures).toEqual([
      { class: 'encode-failed', count: 9, newest: [id(7)], message: 'ffmpeg ended with 1' },
      { class: 'timeout', count: 3, newest: [] },
    ]);
  });

  it('remembers what was refuted, with the forecast that it broke', () => {
    const history = [
      measuredRecord(id(3), { verdict: 'refuted', purpose: 'slower pays' }),
      measuredRecord(id(2)),
    ];
    expect(digested({ history }).experience.refuted_ideas_newest_first).toEqual([
      {
        ids: [id(3)],
        change: 'libx264 preset medium',
        idea: 'slower pays',
        attempts: 1,
        expected_bd_rate: 30,
        bd_rate_percent: 34.29,
      },
    ]);
  });

  it('says which encoders and values nobody has tried', () => {
    const { never_tried: untried } = digested({}).experience;
    expect(untried).toContainEqual({ encoder: 'libsvtav1', untried: 'everything' });
    expect(untried[0]?.encoder).toBe('libx264');
    expect(untried[0]?.untried).toMatchObject({ psy: [false], scale: [0.75, 0.5] });
    expect((untried[0]?.untried as Record<string, unknown>)['preset']).not.toContain('medium');
  });
});

describe('what the summary remembers', () => {
  it('goes before what the newest records tell: front, failures, refuted ideas, what was tried', () => {
    const kept = {
      front: [
        {
          experiment_id: id(8),
          encoder: 'libsvtav1',
          parameters: {},
          bitrate_mbps: 0.5,
          bd_rate_ssim_percent: -30,
          tune_cpu_seconds: 90,
          bd_rate_percent: -31,
        },
      ],
      failures: { timeout: { count: 40, newest: [id(1), id(2)], message: 'too slow' } },
      refuted: [
        {
          change: 'libsvtav1: film_grain=8',
          encoder: 'libsvtav1',
          parameters: { film_grain: 8 },
          idea: 'grain is cheap',
          expected_percent: -20,
          bd_rate_percent: 12,
          evidence: [id(3), id(4)],
          attempts: 2,
          clip_set: clipSet,
        },
      ],
      tried: {
        libsvtav1: { experiments: 3, parameters: { preset: { '3': 1, '4': 2 }, tune: { '"vq"': 1 } } },
      },
    };
    const { standing, experience } = digested({}, kept);
    expect(standing.pareto_front_of_bitrate_quality_and_time).toEqual([
      { id: id(8), floor_bitrate_mbps: 0.5, bd_rate_ssim_percent: -30, cpu_seconds: 90 },
    ]);
    expect(experience.failures_by_class).toEqual([
      { class: 'timeout', count: 40, newest: [id(1), id(2)], message: 'too slow' },
    ]);
    expect(experience.refuted_ideas_newest_first).toEqual([
      {
        ids: [id(3), id(4)],
        change: 'libsvtav1: film_grain=8',
        idea: 'grain is cheap',
        attempts: 2,
        expected_bd_rate: -20,
        bd_rate_percent: 12,
      },
    ]);
    const svt = experience.never_tried.find(({ encoder }) => encoder === 'libsvtav1')?.untried;
    expect(svt).toMatchObject({ preset: [5, 6, 7, 9, 10, 11, 12] });
    expect(svt).not.toHaveProperty('tune');
  });
});

describe('scores', () => {
  it('holds the own forecasts against their outcomes', () => {
    const form = { brier: 0.04, pinball: 2, covered: true, bitrate_pinball: null };
    const forecasts = { p10: -20, p50: -10, p90: 0 };
    const history = [
      measured(
        1,
        { bd_rate_percent: -12 },
        {
          source: 'llm',
          forecast: {
            bd_rate: { raw: forecasts, calibrated: forecasts },
            bitrate_mbps: { raw: forecasts, calibrated: forecasts },
            improvement: { raw: 0.8, calibrated: 0.7 },
          },
          forecast_scores: { improved: true, raw: form, calibrated: form },
        },
      ),
      measured(2, { bd_rate_percent: 5 }, { source: 'model' }),
    ];
    const mean = { brier: 0.04, pinball: 2, covered: 7, bitrate_pinball: 0.1 };
    const llm = { measured: 9, improvements: 10, improved: 3, bitrates: 9, raw: mean, calibrated: mean };
    const calibration = { sources: { llm }, strategies: {}, errors: {} };
    expect(digested({ history }, { calibration }).scores.your_own_forecasts).toEqual({
      measured: 9,
      within_p10_to_p90: 7,
      mean_pinball_loss_points: 2,
      improvements_forecast: 10,
      improved: 3,
      mean_brier_score_of_improvement: 0.04,
      newest_first: [
        {
          id: id(1),
          bd_rate_p10_p50_p90: [-20, -10, 0],
          improvement_probability: 0.8,
          bd_rate_percent: -12,
          improved: true,
        },
      ],
    });
  });

  it('says what each source has brought for its money', () => {
    const statistics = { experiments: 4, infrastructure: 0, wasted: 1, wins: 1, cpu_seconds: 9 };
    const sources = {
      llm: { ...statistics, gain_points: 3, usd: 1.5 },
      random: { ...statistics, gain_points: 0, usd: 0 },
    };
    expect(digested({}, { sources }).scores.sources_of_proposals).toMatchObject({
      llm: { gain_points_per_usd: 2 },
      random: { gain_points_per_usd: null },
    });
  });
});

it('stays small however long the history and its texts are', () => {
  const wordy = '<'.repeat(600);
  const history = Array.from({ length: 50 }, (_, index) =>
    measuredRecord(id(index), {
      source: 'llm',
      verdict: 'refuted',
      purpose: wordy.slice(0, 400),
      verdict_reason: wordy,
    }),
  );
  const whole = digested(
    { history },
    {
      counts: {
        succeeded: 90_000,
        failed: 10_000,
        by_class: Object.fromEntries(FAILURE_CLASSES.map((name) => [name, 700])),
      },
      lineage: Array.from({ length: 50 }, (_, index) => ({
        experiment_id: id(index),
        bd_rate_percent: -index,
        bd_rate_ssim_percent: null,
        bitrate_mbps: null,
        at: '2026-11-01T00:00:00Z',
      })),
      observations: Array.from({ length: 300 }, (_, index) => ({
        encoder: ['libx264', 'libx265', 'libsvtav1', 'libaom-av1', 'libvpx-vp9'][index % 5] ?? '',
        parameters: { preset: index, tune: 'psnr', scale: 0.5, upscaler: 'lanczos', denoise: 'strong' },
        bd_rate_percent: index,
        experiment_id: id(index),
      })),
      costs: Object.fromEntries(
        Array.from({ length: 100 }, (_, index) => [
          `libx265/${index}`,
          { count: 9, mean_cpu_seconds: 12.3456 },
        ]),
      ),
      sources: Object.fromEntries(
        PROPOSAL_SOURCES.map((source) => [
          source,
          {
            experiments: 9999,
            infrastructure: 9,
            wasted: 9,
            wins: 9,
            gain_points: 1 / 3,
            usd: 1 / 3,
            cpu_seconds: 1,
          },
        ]),
      ),
    },
  );
  expect(escapedJson(whole).length).toBeLessThanOrEqual(DIGEST_CHARACTERS + 200);
  expect(whole.experiments_newest_first.length).toBeGreaterThan(5);
});
