import { expect, it } from 'vitest';
import { llmUsd, PRICES, storageUsd, taskHourlyUsd } from '../../../lambdas/shared/prices.ts';

it('an hour of the task costs its processors, memory, storage beyond the free part and public address', () => {
  // 4 x 0.03238 + 8 x 0.00356 + (40 - 20) x 0.000111 + 0.005
  expect(taskHourlyUsd()).toBeCloseTo(0.16522, 10);
});

it('Spot takes off processors and memory alone', () => {
  // 0.3 x (4 x 0.03238 + 8 x 0.00356) + (40 - 20) x 0.000111 + 0.005
  expect(taskHourlyUsd('spot')).toBeCloseTo(0.05462, 10);
});

it('an answer of a model costs its tokens, and an unknown model costs as much as the dearest', () => {
  expect(llmUsd('claude-sonnet-5-5', 1_000_000, 100_000)).toBeCloseTo(3, 10);
  const dearest = Math.max(...Object.keys(PRICES.models).map((model) => llmUsd(model, 1000, 1000)));
  expect(llmUsd('a-model-of-tomorrow', 1000, 1000)).toBe(dearest);
});

it('storage costs a year of the gigabytes that are left', () => {
  expect(storageUsd(2 ** 30)).toBeCloseTo(12 * PRICES.storage.gbMonth, 10);
  expect(storageUsd(0)).toBe(0);
});
