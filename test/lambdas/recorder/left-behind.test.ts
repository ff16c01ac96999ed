import { beforeEach, describe, expect, it } from 'vitest';
import { handle } from '../../../lambdas/recorder/handle.ts';
import { commitmentIds } from '../../../lambdas/shared/ledger/commitment-ids.ts';
import { setAside } from '../../../lambdas/shared/ledger/entries.ts';
import { rebuildSummary } from '../../../lambdas/shared/memory/rebuild.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { acquireLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { commit, listMonths } from '../../../lambdas/shared/stores/ledger-store.ts';
import { getReasoning, putReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import { CAMPAIGN, givenPlanned, givenReasoning, givenSpec, RECORDED_AT } from './given.ts';
import { armOf, givenRun, recordResult, started, stored, summary, surroundings } from './recorder-ground.ts';

const EARLIER = '20261122T060000Z-00000000';
const OWN = '20261123T060000Z-1a2b3c4d';
const NOW = new Date(RECORDED_AT);

/** An iteration that was planned, with one arm that left a result and one that left nothing; both paid for in advance. */
async function leftBehind(): Promise<readonly ExperimentRecord[]> {
  const arms = [
    await givenRun(givenPlanned(0, { reasoningId: EARLIER, spec: givenSpec('fast') })),
    givenPlanned(1, { reasoningId: EARLIER, spec: givenSpec('faster') }),
  ];
  await putReasoning(started.tables, { ...givenReasoning(arms, 0.5), reasoning_id: EARLIER });
  for (const { experiment_id } of arms)
    await commit(started.tables, {
      ...{ id: commitmentIds.compute(experiment_id), kind: 'compute', campaign: CAMPAIGN, amount: 1000 },
      ...{ now: NOW, caps: { llm: 1e9, total: 1e9 } },
    });
  return arms;
}

async function ownIteration() {
  const arm = await givenRun(givenPlanned(0, { reasoningId: OWN }));
  await putReasoning(started.tables, { ...givenReasoning([arm]), reasoning_id: OWN });
  await recordResult(arm);
  const plan = { campaign: CAMPAIGN, reasoning_id: OWN, arms: [armOf(arm)] };
  return { decision: 'run', reason: 'one candidate', ...plan, plan: null };
}

const conclude = (state: unknown, execution_id = 'own') =>
  handle(surroundings, { action: 'conclude', execution_id, state });
const outcomeOf = async (id: string) => (await getReasoning(started.tables, CAMPAIGN, id))?.['outcome'];

describe('an iteration that was ended from outside', () => {
  let arms: readonly ExperimentRecord[];
  beforeEach(async () => {
    arms = await leftBehind();
    await acquireLock(started.tables, 'own', NOW, 10);
  });

  it('is concluded by the next one, before that one: records, ledger, summary, outcome', async () => {
    const answer = await conclude({ plan: await ownIteration() });

    expect(answer).toMatchObject({
      failed: false,
      summary: expect.stringContaining(
        `iteration ${EARLIER} had been left without a conclusion: confirmed: 1 of 2`,
      ),
    });
    expect(await Promise.all(arms.map(stored))).toMatchObject([
      { status: 'succeeded', verdict: expect.any(String) },
      { status: 'abandoned', failure: { class: 'no-result' } },
    ]);
    expect(await outcomeOf(EARLIER)).toMatchObject({ verdict: 'confirmed', concluded_at: RECORDED_AT });
    expect(await outcomeOf(OWN)).toMatchObject({ concluded_at: RECORDED_AT });
    const [month] = await listMonths(started.tables);
    expect(month).toMatchObject({ open: {}, total: expect.any(Number) });
    expect(month && setAside(month)).toBe(0);
    // In another order of addition, the sums of a month may differ in their last digit.
    const { version, months } = await summary();
    const { summary: rebuilt } = await rebuildSummary(started.tables, CAMPAIGN);
    expect(await summary()).toEqual({ ...rebuilt, version, months });
    expect((await summary()).counts).toMatchObject({ succeeded: 2, failed: 1 });
  });

  it('is concluded also where the next one planned nothing, in the campaign that was asked for', async () => {
    const failure = { Error: 'States.Timeout', Cause: 'the planner took too long' };

    expect(await conclude({ input: { campaign: 'another' }, failure })).toMatchObject({ failed: true });
    expect(await outcomeOf(EARLIER)).toBeNull();

    await acquireLock(started.tables, 'own', NOW, 10);
    expect(await conclude({ input: { trigger: 'schedule' }, failure })).toMatchObject({
      ...{ failed: true, error: 'States.Timeout' },
      summary: expect.stringContaining('nothing was planned; iteration 20261122T060000Z'),
    });
    expect(await outcomeOf(EARLIER)).toMatchObject({ verdict: 'confirmed' });
  });

  it('is left alone by an execution that does not hold the lock: it may be at work', async () => {
    const plan = await ownIteration();

    await conclude({ plan }, 'another execution');

    expect(await outcomeOf(OWN)).toMatchObject({ concluded_at: RECORDED_AT });
    expect(await outcomeOf(EARLIER)).toBeNull();
    expect(await stored(arms[0] as ExperimentRecord)).toMatchObject({ status: 'planned' });
  });
});
