import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handle } from '../../../lambdas/recorder/handle.ts';
import type { Surroundings } from '../../../lambdas/recorder/surroundings.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { getSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import {
  getExperiment,
  putPlannedExperiment,
  putTerminalExperiment,
  recordedSpecs,
} from '../../../lambdas/shared/stores/experiment-store.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { acquireLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { getReasoning, putReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import type { PlannerAnswer } from '../../../lambdas/shared/workflow.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';
import {
  bdRates,
  CAMPAIGN,
  givenPlanned,
  givenReasoning,
  givenResult,
  givenSpec,
  givenSuccess,
  REASONING_ID,
  RECORDED_AT,
} from './given.ts';

const EXECUTION = 'arn:execution:1';
const UNSOUND = {
  sound: false,
  reason: 'the anchor control (libx265) gives other bits than before with the same ffmpeg',
  clip: 'control clip, 192x128, 16 frames',
  controls: [],
  wall_seconds: 1,
};

let started: StartedTables;
let folder: string;
let surroundings: Surroundings;
let printed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-recorder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  started = await startTables();
  printed = [];
  surroundings = {
    tables: started.tables,
    store: new FileArtifactStore(await mkdtemp(join(folder, 'artifacts-'))),
    now: () => new Date(RECORDED_AT),
    random: () => 0.5,
    wait: async () => {},
    print: (line) => printed.push(line),
  };
  return started.stop;
});

const armOf = ({ campaign, experiment_id, reasoning_id }: ExperimentRecord) => ({
  campaign,
  experiment_id,
  reasoning_id,
});
const recordResult = (planned: ExperimentRecord) =>
  handle(surroundings, { action: 'record-result', ...armOf(planned) });
const recordFailure = (planned: ExperimentRecord, failure: { Error: string; Cause?: string }) =>
  handle(surroundings, { action: 'record-failure', ...armOf(planned), failure });
const stored = (planned: ExperimentRecord) => getExperiment(started.tables, CAMPAIGN, planned.experiment_id);
const summary = () => getSummary(started.tables, CAMPAIGN);
const isMarked = async (planned: ExperimentRecord) =>
  (await recordedSpecs(started.tables, CAMPAIGN, [planned.spec_hash])).has(planned.spec_hash);

async function givenRun(
  planned: ExperimentRecord,
  changes?: Partial<ExperimentResult>,
): Promise<ExperimentRecord> {
  await putPlannedExperiment(started.tables, planned);
  const key = artifactKeys.result(CAMPAIGN, planned.experiment_id);
  await surroundings.store.put(key, JSON.stringify(givenResult(planned, changes)));
  return planned;
}

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
        CpuSeconds: 45,
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

describe('record-failure', () => {
  const killed = {
    Error: 'States.TaskFailed',
    Cause: JSON.stringify({
      StopCode: 'EssentialContainerExited',
      Containers: [{ Name: 'codec-task', ExitCode: 137 }],
    }),
  };

  it('stores the class, and the spec may be planned again', async () => {
    const planned = givenPlanned();
    await putPlannedExperiment(started.tables, planned);

    await recordFailure(planned, killed);
    await recordFailure(planned, { Error: 'States.Timeout' });

    expect(await stored(planned)).toMatchObject({ status: 'failed', failure: { class: 'out-of-memory' } });
    expect(await isMarked(planned)).toBe(false);
    expect((await summary()).counts.by_class).toEqual({ 'out-of-memory': 1 });
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ ExperimentsFailed: 1 });
  });

  it('keeps what a stopped task had measured', async () => {
    const planned = await givenRun(givenPlanned(), { status: 'partial' });

    await recordFailure(planned, { Error: 'States.Timeout' });

    expect(await stored(planned)).toMatchObject({
      status: 'failed',
      failure: { class: 'timeout' },
      measurement: { bd_rate_percent: null, clips: [{ bd_rate_percent: -6.1 }] },
    });
  });

  it('takes a complete result although the task failed afterwards, and says so', async () => {
    const planned = await givenRun(givenPlanned());

    expect(await recordFailure(planned, killed)).toMatchObject({
      status: 'succeeded',
      bd_rate_percent: -6.1,
    });

    expect((await stored(planned))?.['verdict_reason']).toContain(
      'the task failed after it had measured everything',
    );
    expect(await isMarked(planned)).toBe(true);
  });
});

describe('conclude', () => {
  const planOf = (arms: readonly ExperimentRecord[]): PlannerAnswer => ({
    decision: 'run',
    reason: 'three candidates',
    campaign: CAMPAIGN,
    reasoning_id: REASONING_ID,
    arms: arms.map(armOf),
    plan: null,
  });
  const conclude = (state: unknown) =>
    handle(surroundings, { action: 'conclude', execution_id: EXECUTION, state });
  const outcome = async () => (await getReasoning(started.tables, CAMPAIGN, REASONING_ID))?.['outcome'];
  const isLockFree = async () =>
    (await acquireLock(started.tables, 'somebody else', new Date(RECORDED_AT), 10)).acquired;

  beforeEach(async () => {
    await acquireLock(started.tables, EXECUTION, new Date(RECORDED_AT), 10);
  });

  it('gives the reasoning its outcome, counts its cost once and releases the lock', async () => {
    const arms = [
      await givenRun(givenPlanned(0)),
      await givenRun(givenPlanned(1, { spec: givenSpec('slow') })),
    ];
    await putReasoning(started.tables, givenReasoning(arms, 0.02));
    await Promise.all(arms.map(recordResult));

    const answer = await conclude({ plan: planOf(arms) });
    await conclude({ plan: planOf(arms) });

    expect(answer).toEqual({
      failed: false,
      error: '',
      cause: '',
      summary: `confirmed: 2 of 2 arms measured, best -6.1 % (${arms[0]?.experiment_id})`,
    });
    expect(await outcome()).toMatchObject({ verdict: 'confirmed', concluded_at: RECORDED_AT });
    expect((await summary()).months['2026-11']).toMatchObject({ llm_usd: 0.02, experiments: 2 });
    expect(await isLockFree()).toBe(true);
  });

  it('learns from the iteration once: champion, its record, and the metrics of what was measured', async () => {
    const best = await givenRun(givenPlanned(0), { bd_rate: bdRates(-9), fingerprint: 'one' });
    const other = await givenRun(givenPlanned(1, { spec: givenSpec('slow') }), { fingerprint: 'two' });
    await putReasoning(started.tables, givenReasoning([best, other]));
    await Promise.all([best, other].map(recordResult));
    printed = [];

    await conclude({ plan: planOf([best, other]) });
    const after = [await summary(), await stored(best), await stored(other)];
    await conclude({ plan: planOf([best, other]) });

    expect([await summary(), await stored(best), await stored(other)]).toEqual(after);
    expect((await summary()).champion).toMatchObject({
      experiment_id: best.experiment_id,
      unvalidated: true,
    });
    expect(await stored(best)).toMatchObject({ promotion: { decision: 'promoted' } });
    expect(await stored(other)).toMatchObject({ promotion: { decision: 'overtaken' } });
    expect(await outcome()).toMatchObject({ text: expect.stringContaining('no clip to validate on') });
    expect(printed.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ BdRatePercent: -9, BestBdRatePercent: -9 }),
      expect.objectContaining({ BdRatePercent: -6.1, PredictionErrorPoints: expect.closeTo(1.9, 6) }),
    ]);
  });

  it('given unsound controls in one arm, learns nothing from the others, which may be planned again', async () => {
    const sound = await givenRun(givenPlanned(0), { fingerprint: 'one' });
    const unsound = await givenRun(givenPlanned(1, { spec: givenSpec('slow') }), { controls: UNSOUND });
    await putReasoning(started.tables, givenReasoning([sound, unsound], 0.02));
    await recordResult(sound);
    await recordResult(unsound);
    expect(await isMarked(sound)).toBe(true);
    printed = [];

    for (const _delivery of [1, 2])
      expect(await conclude({ plan: planOf([sound, unsound]) })).toMatchObject({
        summary: expect.stringMatching(/^suspect: 2 of 2 arms measured, none with a BD-rate/),
      });

    expect(await stored(sound)).toMatchObject({
      verdict: 'suspect',
      batch_fault: `${unsound.experiment_id}: ${UNSOUND.reason}`,
      verdict_reason: expect.stringContaining('by itself it was confirmed'),
    });
    expect(await isMarked(sound)).toBe(false);
    expect(await summary()).toMatchObject({
      ...{ champion: null, clip_set: null, costs: {}, since_improvement: 0 },
      forecasts: { count: 0 },
      counts: { succeeded: 2 },
      months: { '2026-11': { llm_usd: 0.02, experiments: 2 } },
    });
    expect(printed).toEqual([]);
  });

  it('records arms that nobody recorded: from their result, or as failed without one', async () => {
    const withResult = await givenRun(givenPlanned(0));
    const without = givenPlanned(1, { spec: givenSpec('slow') });
    await putPlannedExperiment(started.tables, without);
    await putReasoning(started.tables, givenReasoning([withResult, without]));

    const answer = await conclude({ plan: planOf([withResult, without]) });

    expect(await stored(withResult)).toMatchObject({ status: 'succeeded' });
    expect(await stored(without)).toMatchObject({ status: 'failed', failure: { class: 'no-result' } });
    expect(answer).toMatchObject({ failed: false, summary: expect.stringContaining('1 of 2 arms measured') });
  });

  it('tells of an arm whose row cannot be read, and concludes the others', async () => {
    const sound = await givenRun(givenPlanned(0));
    const lost = givenPlanned(1, { spec: givenSpec('slow') });
    await putReasoning(started.tables, givenReasoning([sound, lost]));

    const answer = await conclude({ plan: planOf([sound, lost]) });

    expect(answer).toMatchObject({
      failed: false,
      summary: expect.stringContaining(`no experiment ${lost.experiment_id}`),
    });
    expect(await outcome()).toMatchObject({
      verdict: 'confirmed',
      text: expect.stringContaining(lost.experiment_id),
    });
  });

  it('fails with the planner’s own words when nothing was planned, and releases the lock', async () => {
    const failure = {
      Error: 'InvalidRunInput',
      Cause: JSON.stringify({
        errorType: 'InvalidRunInput',
        errorMessage: 'arms must be 1 to 8, got 0',
        trace: [],
      }),
    };

    expect(await conclude({ failure })).toEqual({
      failed: true,
      error: 'InvalidRunInput',
      cause: 'arms must be 1 to 8, got 0',
      summary: 'nothing was planned',
    });
    expect(await isLockFree()).toBe(true);
  });

  it('concludes the arms and still fails when the map failed', async () => {
    const arm = await givenRun(givenPlanned(0));
    await putReasoning(started.tables, givenReasoning([arm]));

    const answer = await conclude({ plan: planOf([arm]), failure: { Error: 'States.DataLimitExceeded' } });

    expect(answer).toMatchObject({ failed: true, error: 'States.DataLimitExceeded' });
    expect(await outcome()).toMatchObject({ verdict: 'confirmed' });
  });

  it('releases the lock when it cannot read the reasoning, and fails by name', async () => {
    const arm = await givenRun(givenPlanned(0));

    await expect(conclude({ plan: planOf([arm]) })).rejects.toMatchObject({ name: 'InvalidRecord' });

    expect(await stored(arm)).toMatchObject({ status: 'succeeded' });
    expect(await isLockFree()).toBe(true);
  });

  it('fails with the planner’s words also when the refused input had a field named plan', async () => {
    const failure = { Error: 'InvalidRunInput', Cause: 'plan is no field of the input' };

    expect(await conclude({ plan: 'a person typed this', failure })).toMatchObject({
      error: 'InvalidRunInput',
      summary: 'nothing was planned',
    });
  });

  it('releases the lock when its own event breaks the contract', async () => {
    await expect(conclude('no state')).rejects.toMatchObject({ name: 'InvalidRecord' });

    expect(await isLockFree()).toBe(true);
  });

  it('leaves a lock that another execution holds', async () => {
    await acquireLock(started.tables, 'another', new Date(Date.parse(RECORDED_AT) + 3_600_000), 10);

    await conclude({ failure: { Error: 'States.TaskFailed' } });

    const lock = await started.tables.client.send(
      new GetCommand({
        TableName: started.tables.experiments,
        Key: { campaign: '#lock', experiment_id: 'iteration' },
      }),
    );
    expect(lock.Item?.['owner']).toBe('another');
  });
});
