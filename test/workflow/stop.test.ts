import { describe, expect, it } from 'vitest';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import { lockIsFree, testLaboratory } from './laboratory.ts';

describe('an iteration that is stopped in the middle', () => {
  const laboratory = testLaboratory();

  it('keeps what was measured, starts nothing more and concludes', async () => {
    const stop = new AbortController();
    const ending = await runIteration(laboratory(), {
      name: 'stopped',
      input: { arms: 4 },
      stop: stop.signal,
      onProgress: ({ event }) => {
        if (event === 'step') stop.abort();
      },
    });

    expect(ending).toMatchObject({ kind: 'done' });
    const { records } = await recentExperiments(laboratory().tables, 'default', 50);
    expect(records).toHaveLength(4);
    for (const record of records)
      expect(record).toMatchObject({ status: 'failed', failure: { class: 'stopped' } });
    const started = records.filter(({ result_key }) => result_key !== null);
    expect(started.length).toBeGreaterThan(0);
    for (const { experiment_id } of started) {
      const text = await getText(laboratory().store, artifactKeys.result('default', experiment_id));
      expect(ExperimentResult.parse(JSON.parse(text ?? '')).status).toBe('partial');
    }
    expect(await lockIsFree(laboratory())).toBe(true);
  });
});
