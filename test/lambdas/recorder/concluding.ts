import { handle } from '../../../lambdas/recorder/handle.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { acquireLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { getReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import type { PlannerAnswer } from '../../../lambdas/shared/workflow.ts';
import { CAMPAIGN, REASONING_ID, RECORDED_AT } from './given.ts';
import { armOf, started, surroundings } from './recorder-ground.ts';

export const EXECUTION = 'arn:execution:1';

/** What the planner answered when it planned these. */
export const planOf = (arms: readonly ExperimentRecord[]): PlannerAnswer => ({
  decision: 'run',
  reason: 'three candidates',
  campaign: CAMPAIGN,
  reasoning_id: REASONING_ID,
  arms: arms.map(armOf),
  sharded: false,
  round: 0,
  items_key: null,
  plan: null,
});
export const conclude = (state: unknown) =>
  handle(surroundings, { action: 'conclude', execution_id: EXECUTION, state });
export const outcome = async () => (await getReasoning(started.tables, CAMPAIGN, REASONING_ID))?.['outcome'];
export const isLockFree = async () =>
  (await acquireLock(started.tables, 'somebody else', new Date(RECORDED_AT), 10)).acquired;
