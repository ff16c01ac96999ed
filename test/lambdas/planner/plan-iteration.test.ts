import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import { planIteration } from '../../../lambdas/planner/plan-iteration.ts';
import type { ProposedExperiment } from '../../../lambdas/planner/planning.ts';
import type { Surroundings } from '../../../lambdas/planner/surroundings.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { putControl } from '../../../lambdas/shared/stores/campaign-store.ts';
import { putSpecMarker, recentExperiments } from '../../../lambdas/shared/stores/experiment-store.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { acquireLock, releaseLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { recentReasonings } from '../../../lambdas/shared/stores/reasoning-store.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';

const NOW = new Date('2026-11-23T06:00:05Z');
const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:lab:one';
let started: StartedTables;
let folder: string;
let surroundings: Surroundings;
let printed: string[];

beforeEach(async () => {
  started = await startTables();
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-planner-'));
  printed = [];
  surroundings = {
    tables: started.tables,
    store: new FileArtifactStore(folder),
    settings: parseSettings({}),
    spaces: ALL_SPACES,
    findKey: async () => ({ reason: null }),
    ask: async () => Promise.reject(new Error('no model here')),
    now: () => NOW,
    print: (line) => printed.push(line),
  };
});
afterEach(async () => {
  await started.stop();
  await rm(folder, { recursive: true, force: true });
});

const plan = (input: unknown, change: Partial<Surroundings> = {}, execution = EXECUTION) =>
  planIteration(
    { ...surroundings, ...change },
    { input, execution_id: execution, started_at: '2026-11-23T06:00:00Z' },
  );

const experiment = (preset: string) => ({
  encoder: 'libx265',
  parameters: { preset },
  purpose: 'to see',
  expected_bd_rate: { p10: -30, p50: -20, p90: -10 },
  expected_bitrate_mbps: 1,
});
const dear = experiment('veryslow');
const sound = experiment('fast');

/** A model that proposes these experiments. */
const modelThat = (experiments: readonly ProposedExperiment[]): Partial<Surroundings> => ({
  findKey: async () => ({ key: 'test' }),
  ask: async () => ({
    kind: 'plan',
    proposal: {
      root_cause: 'r',
      insights: [],
      hypothesis: 'h',
      next_experiment: { approach: 'a', changes: [] },
      risks: [],
      confidence_score: 0.4,
      experiments,
    },
    use: { model: 'm', input_tokens: 1, output_tokens: 1, cost_usd: 0.1 },
  }),
});

/** Hash of a proposed experiment as it would be recorded. */
async function hashOf(proposed: ProposedExperiment): Promise<string> {
  const { encoder, parameters } = proposed;
  const answer = await plan({ dryRun: true, experiment: { encoder, parameters } });
  return (answer.plan as ReasoningRecord).experiments[0]?.spec_hash ?? '';
}

describe('one planning', () => {
  it('given {}, writes one reasoning and its experiments with its money set aside, in writes that grow with the arms alone, and few reads', async () => {
    const sent: string[] = [];
    const client = new Proxy(started.tables.client, {
      get: (target, property) =>
        property === 'send'
          ? (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
              sent.push(command.constructor.name);
              return target.send(command);
            }
          : Reflect.get(target, property),
    });
    const answer = await plan({}, { tables: { ...started.tables, client } });
    expect(answer).toMatchObject({
      decision: 'run',
      campaign: 'default',
      reasoning_id: expect.stringMatching(/^20261123T060000Z-[0-9a-f]{8}$/),
    });
    const { arms } = surroundings.settings;
    expect(answer.arms).toHaveLength(arms);
    // Lock, reasoning and a month's first sums; for each arm its row, its entry in the ledger and the raised sums.
    expect(sent.filter((name) => name === 'PutCommand')).toHaveLength(3 + 2 * arms);
    expect(sent.filter((name) => name === 'UpdateCommand')).toHaveLength(1 + arms);
    expect(sent.filter((name) => !/^(Put|Update)/.test(name)).length).toBeLessThanOrEqual(6);
    const { records } = await recentExperiments(started.tables, 'default', 10);
    expect(records.map(({ status }) => status)).toEqual(Array(arms).fill('planned'));
    const [reasoning] = await recentReasonings(started.tables, 'default', 1);
    expect(reasoning).toMatchObject({
      mode: 'fallback',
      fallback_reason: null,
      confidence_score: expect.any(Number),
      expected_bitrate_mbps: expect.any(Number),
    });
    expect(printed.map((line) => JSON.parse(line))).toMatchObject([
      { CircuitOpen: 0, run_id: answer.reasoning_id },
      { MonthCostUsd: expect.any(Number), BudgetRefusals: 0 },
      { Campaign: 'default', ConfidenceScore: expect.any(Number) },
    ]);
  });

  it('given a strategy, plans with it alone, in an empty campaign and after experiments of another', async () => {
    const strategies = async () => {
      const { records } = await recentExperiments(started.tables, 'default', 3);
      return new Set(records.map(({ spec }) => spec.strategy));
    };
    expect(await plan({ strategy: 'hybrid' })).toMatchObject({ decision: 'run' });
    expect(await strategies()).toEqual(new Set(['hybrid']));
    await releaseLock(started.tables, EXECUTION);
    expect(await plan({ strategy: 'conventional' }, {}, `${EXECUTION}-two`)).toMatchObject({
      decision: 'run',
    });
    await expect(plan({ strategy: 'weather' })).rejects.toThrow(
      'strategy: there is no weather; allowed: conventional, hybrid',
    );
  });

  it('given a retry of the same execution, answers the same and asks the model once', async () => {
    let asked = 0;
    const model: Partial<Surroundings> = {
      findKey: async () => ({ key: 'test' }),
      ask: async () => {
        asked += 1;
        return {
          kind: 'fallback',
          reason: 'overloaded',
          use: { model: 'm', input_tokens: 1, output_tokens: 1, cost_usd: 0.5 },
        };
      },
    };
    const first = await plan({}, model);
    expect(await plan({}, model)).toEqual(first);
    expect(asked).toBe(1);
    expect(printed.filter((line) => line.includes('ConfidenceScore'))).toHaveLength(1);
    const rows = await recentReasonings(started.tables, 'default', 5);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ mode: 'fallback', fallback_reason: 'overloaded', cost_usd: 0.5 });
  });

  it.each([
    ['replaces what is too dear by rules', [dear, sound], 'llm', ['llm', 'rules']],
    ['plans without it when nothing proposed can be run', [dear], 'fallback', ['model', 'rules']],
  ])('given a model that proposes too much, %s and says so', async (_what, experiments, mode, sources) => {
    await plan({ arms: 2 }, modelThat(experiments));
    const [reasoning] = await recentReasonings(started.tables, 'default', 1);
    expect(reasoning).toMatchObject({ mode, cost_usd: 0.1 });
    const told = mode === 'llm' ? reasoning?.['risks'] : reasoning?.['fallback_reason'];
    expect(JSON.stringify(told)).toContain('libx265 preset veryslow does not fit the CPU budget');
    const { records } = await recentExperiments(started.tables, 'default', 5);
    expect(records.map(({ source }) => source).sort()).toEqual(sources);
  });

  it('given a model that proposes what is recorded already, in other words, replaces it', async () => {
    await putSpecMarker(started.tables, 'default', await hashOf(sound), 'earlier');
    const inOtherWords = { ...sound, parameters: { ...sound.parameters, tune: 'none', upscaler: 'spline' } };
    await plan({ arms: 1 }, modelThat([inOtherWords]));
    const [reasoning] = await recentReasonings(started.tables, 'default', 1);
    expect(reasoning).toMatchObject({
      mode: 'fallback',
      fallback_reason: expect.stringContaining('libx265 preset fast has been measured already'),
    });
  });

  it('given experiments that an iteration which was killed has planned and nobody ended, plans none of them again', async () => {
    const killed = await plan({});
    await releaseLock(started.tables, EXECUTION);
    const hashes = async () =>
      (await recentExperiments(started.tables, 'default', 10)).records.map(({ spec_hash }) => spec_hash);
    expect(await hashes()).toHaveLength(surroundings.settings.arms);

    const next = await plan({}, {}, 'arn:next');

    expect(next).toMatchObject({ decision: 'run' });
    expect(next.reasoning_id).not.toBe(killed.reasoning_id);
    expect(new Set(await hashes()).size).toBe(2 * surroundings.settings.arms);
  });

  it('given a lock that another execution holds, declines with its id and takes nothing', async () => {
    await acquireLock(started.tables, 'arn:other', NOW, 30);
    expect(await plan({})).toMatchObject({
      decision: 'declined',
      reason: expect.stringContaining('arn:other holds the lock until 2026-11-23T06:30:05.000Z'),
      arms: [],
    });
    expect((await recentExperiments(started.tables, 'default', 5)).records).toEqual([]);
  });

  it('given a paused campaign, declines and gives the lock back', async () => {
    await putControl(started.tables, 'default', { paused: true, reason: 'holidays' });
    expect(await plan({})).toMatchObject({
      decision: 'declined',
      reason: expect.stringContaining('paused (holidays)'),
    });
    expect(await acquireLock(started.tables, 'arn:next', NOW, 1)).toEqual({ acquired: true });
  });

  it('given a dry run, plans and writes nothing', async () => {
    const answer = await plan({ dryRun: true });
    expect(answer).toMatchObject({ decision: 'dry-run', plan: { hypothesis: expect.any(String) }, arms: [] });
    expect(await recentReasonings(started.tables, 'default', 5)).toEqual([]);
    expect(await acquireLock(started.tables, 'arn:next', NOW, 1)).toEqual({ acquired: true });
  });

  it('given an explicit experiment, runs exactly that in mode manual', async () => {
    await plan({ experiment: { encoder: 'libsvtav1', parameters: { preset: 9 } } });
    const { records } = await recentExperiments(started.tables, 'default', 5);
    expect(records).toMatchObject([
      { source: 'manual', spec: { encoder: 'libsvtav1', parameters: { preset: 9 } } },
    ]);
  });

  it("given a campaign's own clips, plans with those", async () => {
    await surroundings.store.put('campaigns/mine/clips/cat.mkv', 'x');
    await plan({ campaign: 'mine' });
    const { records } = await recentExperiments(started.tables, 'mine', 1);
    expect(records[0]?.spec.clips).toEqual([
      { kind: 'stored', name: 'cat.mkv', key: 'campaigns/mine/clips/cat.mkv', set: 'tune' },
    ]);
  });

  it('given a record of an older schema in the history, goes on and mentions it', async () => {
    await started.tables.client.send(
      new PutCommand({
        TableName: started.tables.experiments,
        Item: { campaign: 'default', experiment_id: '2020-old', schema: 'codec-lab.record.v0' },
      }),
    );
    expect(await plan({})).toMatchObject({ decision: 'run' });
    const [reasoning] = await recentReasonings(started.tables, 'default', 1);
    expect(JSON.stringify(reasoning?.['insights'])).toContain('2020-old');
  });

  it.each([
    [{ arms: 0 }, 'arms: Too small'],
    [{ campaign: '#lock' }, 'campaign: a campaign name is 1 to 40 of'],
    [{ armss: 3 }, 'allowed fields: trigger, campaign, arms'],
    [{ experiment: { encoder: 'libfoo' } }, 'experiment.encoder'],
    [
      { experiment: { encoder: 'libx264', parameters: { preset: 'warp' } } },
      'preset = "warp" is not allowed; allowed: ultrafast',
    ],
    ['text', 'the input is not valid'],
  ])(
    'given the input %o, fails as InvalidRunInput with the field and what is allowed',
    async (input, words) => {
      await expect(plan(input)).rejects.toMatchObject({
        name: 'InvalidRunInput',
        message: expect.stringContaining(words),
      });
      expect(await acquireLock(started.tables, 'arn:next', NOW, 1)).toEqual({ acquired: true });
    },
  );
});
