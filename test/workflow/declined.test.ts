import { describe, expect, it } from 'vitest';
import { STATES } from '../../lambdas/shared/names.ts';
import { putControl } from '../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { acquireLock, releaseLock } from '../../lambdas/shared/stores/iteration-lock.ts';
import { recentReasonings } from '../../lambdas/shared/stores/reasoning-store.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import type { GivenInput } from '../../lib/local/workflow.ts';
import { lockIsFree, testLaboratory } from './laboratory.ts';

describe('an iteration that has nothing to run', () => {
  const laboratory = testLaboratory();

  /** Runs it and expects it to end in that state, with nothing written. */
  async function decline(name: string, input: GivenInput, state: string = STATES.declined) {
    const entered: string[] = [];
    const ending = await runIteration(laboratory(), {
      name,
      input: { campaign: name, ...input },
      onState: ({ kind, state }) => void (kind === 'entered' && entered.push(state)),
    });
    expect(entered.at(-1)).toBe(state);
    expect(entered).not.toContain(STATES.runArms);
    expect((await recentExperiments(laboratory().tables, name, 5)).records).toEqual([]);
    expect(await recentReasonings(laboratory().tables, name, 5)).toEqual([]);
    return ending;
  }

  it('because it is paused says so and leaves the lock free', async () => {
    await putControl(laboratory().tables, 'paused', { paused: true, reason: 'holiday' });
    expect(await decline('paused', {})).toMatchObject({
      kind: 'declined',
      plan: { decision: 'declined', reason: expect.stringContaining('paused (holiday)') },
    });
    expect(await lockIsFree(laboratory())).toBe(true);
  });

  it('because another holds the lock is skipped, says who, and leaves it with them', async () => {
    await acquireLock(laboratory().tables, 'another execution', new Date(), 5);
    expect(await decline('locked', {}, STATES.skipped)).toMatchObject({
      kind: 'skipped',
      plan: {
        decision: 'skipped',
        owner: 'another execution',
        reason: expect.stringContaining('another execution holds the lock'),
      },
    });
    expect(await lockIsFree(laboratory())).toBe(false);
    await releaseLock(laboratory().tables, 'another execution');
  });

  it('because it is a dry run shows the plan and writes nothing', async () => {
    const ending = await decline('dry', { dryRun: true, arms: 2 });
    expect(ending).toMatchObject({
      plan: { decision: 'dry-run', plan: { hypothesis: expect.any(String) } },
    });
    expect(await lockIsFree(laboratory())).toBe(true);
  });
});
