import type { PlannerAnswer } from '../../lambdas/shared/workflow.ts';
import type { Ending } from './workflow.ts';

/** How an execution ended in which nothing was run. */
export function endingWithoutRun(plan: PlannerAnswer): Ending {
  return { kind: plan.decision === 'skipped' ? 'skipped' : 'declined', plan };
}
