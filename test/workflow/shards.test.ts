import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { STATES } from '../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../lambdas/shared/record.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { listMonths } from '../../lambdas/shared/stores/ledger-store.ts';
import { taskError } from '../../lib/local/handler.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import type { Laboratory } from '../../lib/local/laboratory.ts';
import type { StateEvent } from '../../lib/local/workflow.ts';
import { testLaboratory } from './laboratory.ts';

const FASTEST = { encoder: 'libx264' as const, parameters: { preset: 'ultrafast' } };
const FILTERS = ['null', 'hflip', 'negate'];
const CLIPS = ['tune/a.mkv', 'tune/b.mkv', 'tune/c.mkv'];

async function storeClips({ store, folder }: Laboratory, campaign: string) {
  for (const [index, clip] of CLIPS.entries()) {
    const file = join(folder, `${index}.mkv`);
    const pattern = `testsrc2=size=128x96:rate=25,${FILTERS[index]}`;
    execFileSync('ffmpeg', [
      ...['-y', '-v', 'error', '-f', 'lavfi', '-i', pattern, '-frames:v', '8'],
      ...['-pix_fmt', 'yuv420p', '-c:v', 'ffv1', file],
    ]);
    await store.putFile(`${artifactKeys.clips(campaign)}${clip}`, file);
  }
}

/** The laboratory with so many clips to a task. */
const withSettings = (laboratory: Laboratory, settings: Readonly<Record<string, unknown>>): Laboratory => ({
  ...laboratory,
  environment: {
    ...laboratory.environment,
    LAB_SETTINGS: JSON.stringify({ frames: 8, gop: 8, ...settings }),
  },
});

const tasksOf = (states: readonly StateEvent[]) =>
  states.filter(({ kind, state }) => kind === 'entered' && state === STATES.runExperiment).length;

async function newest(laboratory: Laboratory, campaign: string): Promise<ExperimentRecord> {
  const { records } = await recentExperiments(laboratory.tables, campaign, 1);
  return records[0] as ExperimentRecord;
}

async function resultOf({ store }: Laboratory, { campaign, experiment_id }: ExperimentRecord) {
  const text = await getText(store, artifactKeys.result(campaign, experiment_id));
  return ExperimentResult.parse(JSON.parse(text ?? 'null'));
}

/** What must not depend on how many tasks measured it, nor on which experiment was the first to measure a point. */
function comparable(result: ExperimentResult) {
  const { bd_rate, operating_point, agreement, sets, flags, checks, fingerprint, scores_fingerprint } =
    result;
  const concluded = {
    bd_rate,
    operating_point,
    agreement,
    sets,
    flags,
    checks,
    fingerprint,
    scores_fingerprint,
  };
  const clips = result.clips.map(({ source, points, ...clip }) => ({
    source: source.name,
    points: points.map(({ kept: _kept, ...point }) => point),
    bd_rate: clip.bd_rate,
  }));
  return { ...concluded, clips, controls: result.controls?.controls.map(({ role }) => role) };
}

/** Several whole tasks in a row, each some seconds on an idle machine. */
const PATIENCE = 300_000;

describe('an experiment whose clips are measured by several tasks', () => {
  const laboratory = testLaboratory();
  let states: StateEvent[];
  let whole: ExperimentRecord;
  let sharded: ExperimentRecord;

  beforeAll(async () => {
    await storeClips(laboratory(), 'whole');
    await storeClips(laboratory(), 'shards');
    await runIteration(laboratory(), { name: 'whole', input: { campaign: 'whole', experiment: FASTEST } });
    states = [];
    const ending = await runIteration(withSettings(laboratory(), { clips_per_task: 1 }), {
      name: 'shards',
      input: { campaign: 'shards', experiment: FASTEST },
      onState: (event) => void states.push(event),
    });
    expect(ending).toMatchObject({ kind: 'done' });
    whole = await newest(laboratory(), 'whole');
    sharded = await newest(laboratory(), 'shards');
  }, PATIENCE);

  it('comes to the same result as by one task, but for times', async () => {
    expect(whole).toMatchObject({ status: 'succeeded' });
    expect(sharded).toMatchObject({
      status: 'succeeded',
      spec: { further_clips: { count: 2, per_task: 1 } },
    });
    expect(comparable(await resultOf(laboratory(), sharded))).toEqual(
      comparable(await resultOf(laboratory(), whole)),
    );
    expect(sharded.measurement).toMatchObject({
      bd_rate_percent: whole.measurement?.bd_rate_percent,
      clips: whole.measurement?.clips.map(({ name }) => ({ name })),
    });
  });

  it('runs the named clips first, and then the further ones', () => {
    expect(tasksOf(states)).toBe(3);
    expect(
      states.filter(({ kind, state }) => kind === 'entered' && state === STATES.nextShards),
    ).toHaveLength(2);
  });

  it('is paid for once, by the sum of its tasks', async () => {
    const [month] = await listMonths(laboratory().tables);
    expect(month?.open).toEqual({});
    const result = await resultOf(laboratory(), sharded);
    expect(result.wall_seconds).toBeGreaterThan(0);
  });

  it(
    'given one task that is lost, has failed and says which, and the same again costs the lost clip alone',
    async () => {
      const lossy = withSettings(laboratory(), { clips_per_task: 1 });
      const input = { campaign: 'shards', experiment: { ...FASTEST, parameters: { preset: 'superfast' } } };
      await runIteration(lossy, {
        name: 'lost',
        input,
        standIns: (handlers) => ({
          ...handlers,
          [STATES.runExperiment]: async (given) => {
            if (JSON.stringify(given).includes('"Name":"SHARD","Value":"2"'))
              throw taskError('States.TaskFailed', {
                StoppedReason: 'OutOfMemoryError',
                Containers: [{ ExitCode: 137 }],
              });
            return handlers[STATES.runExperiment]?.(given);
          },
        }),
      });
      const lost = await newest(laboratory(), 'shards');
      expect(lost).toMatchObject({
        status: 'failed',
        failure: { message: expect.stringMatching(/^shard 2 of 3: /) },
        measurement: { bd_rate_percent: null },
      });
      expect((await resultOf(laboratory(), lost)).clips).toHaveLength(2);

      await runIteration(lossy, { name: 'again', input });
      expect(await newest(laboratory(), 'shards')).toMatchObject({ status: 'succeeded' });
    },
    PATIENCE,
  );
});
