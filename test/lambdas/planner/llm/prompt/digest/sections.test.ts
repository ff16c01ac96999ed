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
      measured(number, { bitrate_mbps: mbps, bd_rate_ssim_percent: ssim, encode_cpu_seconds: seconds });
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
        id: id(3),
        configuration: 'libx264 preset medium',
        idea: 'slower pays',
        expected_bd_rate: 30,
        bd_rate_percent: 34.29,
      },
    ]);
  });

  it('says which encoders and values nobody has tried', () => {
    const { never_tried: untried } = digested({}).experience;
    expect(untried[2]).toEqual({ encoder: 'libsvtav1', untried: 'everything' });
    expect(untried[0]?.encoder).toBe('libx264');
    expect(untried[0]?.untried).toMatchObject({ psy: [false], scale: [0.75, 0.5] });
    expect((untried[0]?.untried as Record<string, unknown>)['preset']).not.toContain('medium');
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
    expect(digested({ history }).scores.your_own_forecasts).toEqual({
      scored: 1,
      share_within_p10_to_p90: 1,
      mean_pinball_loss_points: 2,
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
