import { beforeAll, describe, expect, it } from 'vitest';
import { readFurtherClips } from '../../codec-task/measure/further-clips.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ENVIRONMENT, SCHEMAS, STATES } from '../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../lambdas/shared/record.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { seal } from '../../lambdas/shared/sealed.ts';
import { clipsOfShard } from '../../lambdas/shared/shards.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { readerOf } from '../../lib/local/distributed-maps.ts';
import { type TaskHandler, taskError } from '../../lib/local/handler.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import type { Laboratory } from '../../lib/local/laboratory.ts';
import type { StateEvent } from '../../lib/local/workflow.ts';
import { givenClipResult, givenResult } from '../lambdas/recorder/given-result.ts';
import { ONE_EXPERIMENT, testLaboratory } from './laboratory.ts';

const SHARDS = 1000;
const CAMPAIGN = 'many';
/** Of every input and output of a state in AWS. */
const LARGEST_PAYLOAD = 256 * 1024;
/** BD-rate of a clip by its shard: the mean over all is known. */
const percentOf = (shard: number) => -10 + (shard % 11);

async function planned({ tables }: Laboratory): Promise<ExperimentRecord> {
  const { records } = await recentExperiments(tables, CAMPAIGN, 1);
  return records[0] as ExperimentRecord;
}

/** Stands in for a task: leaves what one that measured the shard's clips would, without encoding anything. */
function fakeShard(laboratory: Laboratory, lost: ReadonlySet<string>): TaskHandler {
  return async (input) => {
    const text = JSON.stringify(input);
    const shard = new RegExp(`"Name":"${ENVIRONMENT.shard}","Value":"(\\d+)"`).exec(text)?.[1] ?? '';
    if (lost.has(shard)) throw taskError('States.TaskFailed', { StoppedReason: 'SpotInterruption' });
    const record = await planned(laboratory);
    const further = await readFurtherClips(laboratory.store, record.spec);
    const clips = clipsOfShard(record.spec, further, Number(shard));
    const result = givenResult(record, {
      clips: clips.map((clip) => givenClipResult(clip, percentOf(Number(shard)))),
      wall_seconds: 10,
    });
    const measured = { schema: SCHEMAS.shard, shard: Number(shard), is_anchor: false, drift: null, result };
    await laboratory.store.put(artifactKeys.shard(CAMPAIGN, record.experiment_id, shard), seal(measured));
    return {};
  };
}

describe('an experiment of a thousand shards', () => {
  const laboratory = testLaboratory();
  const states: StateEvent[] = [];

  const run = async (name: string, lost: ReadonlySet<string>, preset: string) => {
    const one: Laboratory = {
      ...laboratory(),
      environment: {
        ...laboratory().environment,
        [ENVIRONMENT.settings]: JSON.stringify({
          clips_per_task: 1,
          run_cap_usd: 1000,
          monthly_cap_usd: 1000,
        }),
      },
    };
    const task = fakeShard(one, lost);
    return runIteration(one, {
      name,
      input: { campaign: CAMPAIGN, experiment: { ...ONE_EXPERIMENT, parameters: { preset } } },
      onState: (event) => void states.push(event),
      standIns: (handlers) => ({ ...handlers, [STATES.runExperiment]: task, [STATES.runShard]: task }),
    });
  };

  beforeAll(async () => {
    const { store } = laboratory();
    for (let index = 0; index < SHARDS; index++)
      await store.put(`${artifactKeys.clips(CAMPAIGN)}tune/${String(index).padStart(4, '0')}.mkv`, 'a clip');
  });

  it('is measured by a thousand tasks and recorded once, with the mean over all clips', async () => {
    const ending = await run('all', new Set(), 'fast');

    expect(ending).toMatchObject({ kind: 'done' });
    const tasks = states.filter(
      ({ kind, state }) =>
        kind === 'entered' && (state === STATES.runExperiment || state === STATES.runShard),
    );
    expect(tasks).toHaveLength(SHARDS);
    const record = await planned(laboratory());
    const mean =
      Array.from({ length: SHARDS }, (_none, shard) => percentOf(shard)).reduce((a, b) => a + b) / SHARDS;
    expect(record).toMatchObject({ status: 'succeeded', measurement: { wall_seconds: 10 * SHARDS } });
    expect(record.measurement?.bd_rate_percent).toBeCloseTo(mean, 3);
    const { clips = [], clips_left_out = 0 } = record.measurement ?? {};
    expect(clips.length + clips_left_out).toBe(SHARDS);
    expect(JSON.stringify(record).length).toBeLessThan(8192);
    const text = await getText(laboratory().store, artifactKeys.result(CAMPAIGN, record.experiment_id));
    expect(ExperimentResult.parse(JSON.parse(text ?? '')).clips).toHaveLength(SHARDS);
  });

  it('never has a payload that AWS would refuse', () => {
    const payloads = states
      .filter(({ state }) => state !== readerOf(STATES.runShards))
      .map(({ state, output }) => ({ state, bytes: Buffer.byteLength(JSON.stringify(output ?? null)) }));

    expect(payloads.length).toBeGreaterThan(3 * SHARDS);
    expect(payloads.filter(({ bytes }) => bytes > LARGEST_PAYLOAD)).toEqual([]);
  });

  it('given shards that Spot took back, has failed, and says of which', async () => {
    await run('lost', new Set(['17', '800']), 'slow');

    expect(await planned(laboratory())).toMatchObject({
      status: 'failed',
      failure: { message: expect.stringMatching(/^shard 17 of 1000: /) },
      measurement: { bd_rate_percent: null },
    });
  });
});
