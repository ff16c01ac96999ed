import { expect, it } from 'vitest';
import { noErrors, withError } from '../../../../lambdas/shared/forecasting/error-counts.ts';

it('counts each error in one bin, and each stated probability in its band', () => {
  const errors = [-100, 0, 0.1, 100].reduce(
    (counts, bdRateError) => withError(counts, { bdRateError, stated: 0.95, improved: bdRateError < 0 }),
    noErrors(),
  );
  expect(errors.bd_rate.at(0)).toBe(1);
  expect(errors.bd_rate.at(-1)).toBe(1);
  expect(errors.bd_rate[10]).toBe(2);
  expect(errors.bitrate.every((count) => count === 0)).toBe(true);
  expect(errors.improvement[9]).toEqual({ count: 4, stated: 3.8, improved: 1 });
});

it('given a thousand forecasts, remembers a bounded number and the newest best', () => {
  let errors = noErrors();
  for (let index = 0; index < 1000; index++)
    errors = withError(errors, { bdRateError: index < 800 ? 5 : -5, stated: 1, improved: index >= 800 });
  const total = errors.bd_rate.reduce((sum, count) => sum + count, 0);
  expect(total).toBeLessThanOrEqual(160);
  expect(errors.bd_rate[2]).toBeGreaterThan(0.75 * total);
  expect(JSON.stringify(errors).length).toBeLessThan(900);
});

it('given counts of other bins, begins anew', () => {
  const other = { ...noErrors(), bd_rate: [1, 2, 3] };
  const { bd_rate } = withError(other, { bdRateError: 0, stated: 0, improved: false });
  expect(bd_rate).toHaveLength(noErrors().bd_rate.length);
});
