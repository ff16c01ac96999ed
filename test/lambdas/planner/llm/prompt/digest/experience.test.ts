import { describe, expect, it } from 'vitest';
import { measuredRecord } from '../../planning-situation.ts';
import { clipSet, digested, id } from './digested.ts';

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
