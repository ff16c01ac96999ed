import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { smallSpec } from '../../support/bench.ts';
import { openExperiments } from './given.ts';

type Experiments = Awaited<ReturnType<typeof openExperiments>>;
let experiments: Experiments;
beforeAll(async () => {
  experiments = await openExperiments();
});
afterAll(() => experiments.close());

const SPEC = smallSpec('libsvtav1', { preset: 10 });

/** The text that is stored, less the times. */
const timeless = (result: ExperimentResult) =>
  JSON.stringify(
    result,
    (key, value: unknown) => (/^(wall|cpu)_seconds$|^started_at$/.test(key) ? undefined : value),
    1,
  );

it('two runs in two empty stores are identical byte for byte except times, on one core and on three', async () => {
  const runs = [];
  for (const cores of [1, 3]) {
    const store = await experiments.emptyStore();
    const change = { store, controls: true, experimentId: 'same', now: () => new Date() };
    const { result } = await experiments.run(SPEC, { ...change, cores });
    runs.push({ ...result, environment: { ...result.environment, cores: 0 } });
  }
  const [first, second] = runs;
  expect(first?.status).toBe('succeeded');
  expect(timeless(second as ExperimentResult)).toBe(timeless(first as ExperimentResult));
});
