import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../../lambdas/planner/surroundings.ts';
import { putControl } from '../../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../../lambdas/shared/stores/experiment-store.ts';
import { acquireLock, releaseLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { recentReasonings } from '../../../lambdas/shared/stores/reasoning-store.ts';

import { EXECUTION, NOW, plan, printed, started, surroundings } from './planning-ground.ts';

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
      { Campaign: 'default', CircuitOpen: 0, run_id: answer.reasoning_id },
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
      'strategy: there is no weather; allowed: conventional, hybrid, auto',
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

  it('given a lock that another execution holds, skips with its id and takes nothing', async () => {
    await acquireLock(started.tables, 'arn:other', NOW, 30);
    expect(await plan({})).toMatchObject({
      decision: 'skipped',
      owner: 'arn:other',
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
});
