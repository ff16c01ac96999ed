import type { PlannerAnswer } from '../../lambdas/shared/workflow.ts';

/** An execution in which nothing was run: another was at work, or there was nothing to do. */
export interface EndingWithoutRun {
  readonly kind: 'declined' | 'skipped';
  readonly plan: PlannerAnswer;
}

/** How an execution ended whose planner gave that answer. */
export function endingWithoutRun(plan: PlannerAnswer): EndingWithoutRun {
  return { kind: plan.decision === 'skipped' ? 'skipped' : 'declined', plan };
}
