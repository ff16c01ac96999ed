import { describe, expect, it } from 'vitest';
import { handle } from '../../../lambdas/recorder/handle.ts';
import type { Surroundings } from '../../../lambdas/recorder/surroundings.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import {
  putPlannedExperiment,
  putTerminalExperiment,
} from '../../../lambdas/shared/stores/experiment-store.ts';
import { CAMPAIGN, givenPlanned, givenSpec, givenSuccess } from './given.ts';
import { givenResult } from './given-result.ts';

import {
  armOf,
  givenRun,
  isMarked,
  printed,
  recordResult,
  started,
  stored,
  summary,
  surroundings,
} from './recorder-ground.ts';

const UNSOUND = {
  sound: false,
  reason: 'the anchor control (libx265) gives other bits than before with the same ffmpeg',
  clip: 'control clip, 192x128, 16 frames',
  controls: [],
  wall_seconds: 1,
};

describe('record-result', () => {
  it('stores record, spec marker and summary, and prints the metrics', async () => {
    const planned = await givenRun(givenPlanned());

    const answer = await recordResult(planned);

    expect(answer).toEqual({
      experiment_id: planned.experiment_id,
      status: 'succeeded',
      verdict: 'confirmed',
      bd_rate_percent: -6.1,
    });
    expect(await stored(planned)).toMatchObject({ status: 'succeeded', verdict: 'confirmed' });
    expect(await isMarked(planned)).toBe(true);
    expect(await summary()).toMatchObject({ version: 1, counts: { succeeded: 1 }, champion: null });
    expect(printed.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        Campaign: CAMPAIGN,
        ExperimentsRecorded: 1,
        ExperimentsFailed: 0,
        run_id: planned.reasoning_id,
        experiment_id: planned.experiment_id,
      }),
    ]);
    expect(JSON.parse(printed[0] ?? '')).not.toHaveProperty('BdRatePercent');
  });

  it('changes nothing at a second delivery, even when the result has changed by then', async () => {
    const planned = await givenRun(givenPlanned());
    const first = await recordResult(planned);
    const before = [await stored(planned), await summary()];
    const changed = givenResult(planned, { wall_seconds: 1 });
    await surroundings.store.put(
      artifactKeys.result(CAMPAIGN, planned.experiment_id),
      JSON.stringify(changed),
    );

    const second = await recordResult(planned);

    expect(second).toEqual(first);
    expect([await stored(planned), await summary()]).toEqual(before);
    expect(printed).toHaveLength(1);
  });

  it('completes a delivery that broke off after the record was written', async () => {
    const planned = givenPlanned();
    await putTerminalExperiment(started.tables, givenSuccess(0, -9));

    await recordResult(planned);

    expect(await isMarked(planned)).toBe(true);
    expect((await summary()).counts.succeeded).toBe(1);
    expect(printed).toHaveLength(1);
  });

  it('counts each of eight arms that are recorded at the same moment', async () => {
    const arms = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        givenRun(givenPlanned(index, { spec: givenSpec(`preset-${index}`) })),
      ),
    );

    // each arm is delivered twice, all at once
    await Promise.all([...arms, ...arms].map(recordResult));

    const { counts, applied, version } = await summary();
    expect(counts.succeeded).toBe(8);
    expect(applied).toHaveLength(8);
    expect(version).toBe(8);
    expect(printed).toHaveLength(8);
  });

  it('answers with the stored record when another delivery was faster', async () => {
    const planned = await givenRun(givenPlanned());
    const { store, tables } = surroundings;
    const slowly: Surroundings = {
      ...surroundings,
      store: Object.assign(Object.create(store), {
        get: async (key: string) => {
          await putTerminalExperiment(tables, givenSuccess(0, -9));
          return store.get(key);
        },
      }),
    };

    const answer = await handle(slowly, { action: 'record-result', ...armOf(planned) });

    expect(answer).toMatchObject({ bd_rate_percent: -9 });
    expect((await stored(planned))?.['measurement']).toMatchObject({ bd_rate_percent: -9 });
  });

  it('records a missing result as a failure of the machinery, and the spec may be planned again', async () => {
    const planned = givenPlanned();
    await putPlannedExperiment(started.tables, planned);

    expect(await recordResult(planned)).toMatchObject({ status: 'failed', verdict: 'inconclusive' });

    expect(await stored(planned)).toMatchObject({ failure: { class: 'no-result' }, result_key: null });
    expect(await isMarked(planned)).toBe(false);
    expect((await summary()).counts).toEqual({ succeeded: 0, failed: 1, by_class: { 'no-result': 1 } });
  });

  it('records a result of another spec as invalid: something else was measured', async () => {
    const planned = await givenRun(givenPlanned(), { spec: givenSpec('slow') });

    await recordResult(planned);

    expect(await stored(planned)).toMatchObject({ status: 'failed', failure: { class: 'invalid-result' } });
  });

  it('suspects an experiment whose bits equal those of an earlier one with another spec', async () => {
    const fingerprint = '15.04 Mbps every time';
    const earlier = await givenRun(givenPlanned(0), { fingerprint });
    const later = await givenRun(givenPlanned(1, { spec: givenSpec('slow') }), { fingerprint });
    await recordResult(earlier);

    expect(await recordResult(later)).toMatchObject({ verdict: 'suspect' });

    expect(await stored(later)).toMatchObject({
      verdict_reason: expect.stringContaining(earlier.experiment_id),
      duplicate_of: earlier.experiment_id,
    });
  });

  it('holds a replicate against what it repeats, however many experiments lie between', async () => {
    const original = givenSuccess(0, -6.1, { experiment_id: '2025-long-ago' });
    await putTerminalExperiment(started.tables, original);
    for (let index = 0; index < 55; index += 1)
      await putTerminalExperiment(
        started.tables,
        givenSuccess(0, 1, { experiment_id: `2026-between-${String(index).padStart(2, '0')}` }),
      );
    const spec = { ...givenSpec(), replicate_of: original.experiment_id };
    const replicate = await givenRun(givenPlanned(1, { spec }), { fingerprint: 'other bits' });

    expect(await recordResult(replicate)).toMatchObject({ verdict: 'suspect' });
  });

  it('does not mark a spec as recorded that was measured under unsound controls', async () => {
    const planned = await givenRun(givenPlanned(), { controls: UNSOUND });

    expect(await recordResult(planned)).toMatchObject({ status: 'succeeded', verdict: 'suspect' });

    expect(await isMarked(planned)).toBe(false);
  });

  it('fails by name when the experiment was never planned', async () => {
    await expect(recordResult(givenPlanned())).rejects.toMatchObject({ name: 'ExperimentNotFound' });
  });

  it('fails by name when the planned row is of an older schema, and leaves the row as it is', async () => {
    const old = { ...givenPlanned(), schema: 'codec-lab.record.v0' } as unknown as ExperimentRecord;
    await putPlannedExperiment(started.tables, old);

    await expect(recordResult(old)).rejects.toMatchObject({ name: 'InvalidRecord' });

    expect(await stored(old)).toEqual(old);
  });
});
