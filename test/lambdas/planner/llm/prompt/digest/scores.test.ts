import { describe, expect, it } from 'vitest';
import { digested, id, measured } from './digested.ts';

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
