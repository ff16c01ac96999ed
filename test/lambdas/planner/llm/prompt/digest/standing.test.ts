import { describe, expect, it } from 'vitest';
import { digested, id, measured } from './digested.ts';

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
