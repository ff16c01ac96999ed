import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registerForecast } from '../../../../lambdas/planner/calibration/register-forecast.ts';
import { noErrors, withError } from '../../../../lambdas/shared/forecasting/error-counts.ts';
import { RegisteredForecast } from '../../../../lambdas/shared/registered-forecast.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';
import { errorsAfter, knowing, scoresWith } from './forecaster.ts';

const HONEST = { bias: 0, width: 1 };
const TOO_SURE = { bias: 0, width: 1 / 3 };
const TOO_WIDE = { bias: 0, width: 3 };
const HOPEFUL = { bias: 1, width: 0.4 };

const RAW = {
  bdRate: { p10: -30, p50: -20, p90: -10 },
  bitrate: { p10: 1.4, p50: 1.6, p90: 1.8 },
  improvement: 0.9,
};

describe('without earlier forecasts', () => {
  it('registers as calibrated what the source stated', () => {
    const { bd_rate, bitrate_mbps, improvement } = registerForecast({ summary: emptySummary() }, RAW, 'llm');
    expect(bd_rate).toEqual({ raw: RAW.bdRate, calibrated: RAW.bdRate });
    expect(bitrate_mbps).toEqual({ raw: RAW.bitrate, calibrated: RAW.bitrate });
    expect(improvement).toEqual({ raw: 0.9, calibrated: 0.9 });
  });
});

describe('after a single forecast', () => {
  it('given a miss by seven deviations, widens a little', () => {
    const errors = withError(noErrors(), { bdRateError: 7, bitrateError: 7, stated: 0.9, improved: false });
    const { bd_rate, improvement } = registerForecast(knowing(errors), RAW, 'llm');
    expect(bd_rate.calibrated.p50).toBeCloseTo(RAW.bdRate.p50, 0);
    expect(bd_rate.calibrated.p90).toBeGreaterThan(RAW.bdRate.p90);
    expect(bd_rate.calibrated.p90).toBeLessThan(RAW.bdRate.p90 + 5);
    expect(improvement.calibrated).toBeLessThan(0.9);
    expect(improvement.calibrated).toBeGreaterThan(0.75);
  });
});

describe('after sixty forecasts', () => {
  it.each([
    ['too sure of itself', TOO_SURE],
    ['too cautious', TOO_WIDE],
    ['too hopeful and too sure', HOPEFUL],
  ])('of a source that is %s, what is calibrated scores better in every way', (_, habit) => {
    const { raw, calibrated } = scoresWith(errorsAfter(habit, 60), habit);
    expect(Math.abs(calibrated.coverage - 0.8)).toBeLessThan(Math.abs(raw.coverage - 0.8) / 1.5);
    expect(calibrated.pinball).toBeLessThan(0.9 * raw.pinball);
    expect(calibrated.bitratePinball).toBeLessThan(0.95 * raw.bitratePinball);
    expect(calibrated.brier).toBeLessThan(raw.brier);
  });

  it('of an honest source, hardly anything changes', () => {
    const { raw, calibrated } = scoresWith(errorsAfter(HONEST, 60), HONEST);
    expect(calibrated.coverage).toBeCloseTo(raw.coverage, 1);
    expect(calibrated.pinball).toBeLessThan(1.02 * raw.pinball);
    expect(calibrated.brier).toBeLessThan(1.02 * raw.brier + 0.005);
  });

  it('of one source, another without forecasts is believed a little less too', () => {
    const context = knowing(errorsAfter(HOPEFUL, 60));
    const width = (source: 'llm' | 'random') => {
      const { p10, p90 } = registerForecast(context, RAW, source).bd_rate.calibrated;
      return p90 - p10;
    };
    expect(width('random')).toBeGreaterThan(20);
    expect(width('random')).toBeLessThan(width('llm'));
  });
});

describe('whatever was stated and whatever came of it', () => {
  const quantiles = (min: number, max: number) =>
    fc
      .tuple(
        fc.double({ min, max, noNaN: true }),
        fc.double({ min, max, noNaN: true }),
        fc.double({ min, max, noNaN: true }),
      )
      .map(([p10, p50, p90]) => ({ p10, p50, p90 }));
  const error = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: undefined });
  const counted = fc.record({
    bdRateError: error,
    bitrateError: error,
    stated: fc.double({ min: 0, max: 1, noNaN: true }),
    improved: fc.boolean(),
  });

  it('the calibrated quantiles are in order and possible', () => {
    fc.assert(
      fc.property(
        fc.array(counted, { maxLength: 400 }),
        quantiles(-200, 10_000),
        quantiles(-1, 1e6),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (history, bdRate, bitrate, improvement) => {
          const context = knowing(history.reduce(withError, noErrors()));
          const registered = registerForecast(context, { bdRate, bitrate, improvement }, 'llm');
          expect(RegisteredForecast.parse(registered)).toEqual(registered);
          for (const { raw, calibrated } of [registered.bd_rate, registered.bitrate_mbps])
            for (const { p10, p50, p90 } of [raw, calibrated]) {
              expect(p10).toBeLessThanOrEqual(p50);
              expect(p50).toBeLessThanOrEqual(p90);
            }
          expect(registered.bd_rate.calibrated.p10).toBeGreaterThanOrEqual(-99);
          expect(registered.bitrate_mbps.calibrated.p10).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
