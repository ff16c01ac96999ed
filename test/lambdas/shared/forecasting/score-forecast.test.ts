import { expect, it } from 'vitest';
import { scoresOf } from '../../../../lambdas/shared/forecasting/score-forecast.ts';

const FORECAST = {
  bd_rate: { raw: { p10: -30, p50: -20, p90: -10 }, calibrated: { p10: -40, p50: -25, p90: -15 } },
  bitrate_mbps: { raw: { p10: 1, p50: 2, p90: 4 }, calibrated: { p10: 1, p50: 2, p90: 4 } },
  improvement: { raw: 0.9, calibrated: 0.6 },
};

it('scores both forms: squared error of the probability, pinball loss, whether it was covered', () => {
  const scores = scoresOf(FORECAST, { bdRatePercent: -12, bitrateMbps: 4, bestPercent: -15 });
  expect(scores.improved).toBe(false);
  // Means of 0.1 x 18, 0.5 x 8, 0.1 x 2, and of 0.1 x 28, 0.5 x 13, 0.9 x 3.
  expect(scores.raw).toMatchObject({ brier: 0.81, pinball: 2, covered: true });
  expect(scores.calibrated).toMatchObject({ brier: 0.36, pinball: 4, covered: false });
  expect(scores.raw.bitrate_pinball).toBeCloseTo((0.1 * Math.log(4) + 0.5 * Math.log(2)) / 3, 6);
});

it('given a floor that was not reached, has no score of the bitrate', () => {
  const scores = scoresOf(FORECAST, { bdRatePercent: -22, bitrateMbps: null, bestPercent: 0 });
  expect(scores).toMatchObject({ improved: true, raw: { bitrate_pinball: null, brier: 0.01 } });
});
