import { expect, it } from 'vitest';
import { STATES } from '../../lambdas/shared/names.ts';
import { getSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { recentReasonings } from '../../lambdas/shared/stores/reasoning-store.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import { lockIsFree, testLaboratory } from './laboratory.ts';

const laboratory = testLaboratory();

/** One and the same execution, as a redrive has it: the interpreter alone would give it another start time. */
async function execute() {
  const ending = await runIteration(laboratory(), {
    name: 'replayed',
    input: { arms: 1 },
    standIns: (handlers) => ({
      ...handlers,
      [STATES.plan]: async (input) =>
        handlers[STATES.plan]?.({ ...(input as object), started_at: '2026-11-23T06:00:00.000Z' }),
    }),
  });
  const { tables } = laboratory();
  return {
    ending,
    records: (await recentExperiments(tables, 'default', 50)).records,
    reasonings: await recentReasonings(tables, 'default', 50),
    summary: await getSummary(tables, 'default'),
  };
}

it('an execution that runs again plans the same, records nothing twice and changes no record', async () => {
  const first = await execute();
  const second = await execute();

  expect(first.records).toMatchObject([{ experiment_id: expect.stringMatching(/^20261123T060000Z-/) }]);
  expect(second).toEqual(first);
  expect(await lockIsFree(laboratory())).toBe(true);
});
