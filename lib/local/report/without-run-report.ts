import { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { PlannerAnswer } from '../../../lambdas/shared/workflow.ts';
import { dryRunReport } from './dry-run-report.ts';

/** What an iteration says that ran nothing: a dry run's plan, who else is at work, or why there was nothing to do. */
export function withoutRunReport(
  { decision, reason, plan }: Pick<PlannerAnswer, 'decision' | 'reason' | 'plan'>,
  columns: number,
): string {
  if (decision === 'skipped') return `skipped: ${reason}`;
  const dryRun = decision === 'dry-run' ? ReasoningRecord.safeParse(plan).data : undefined;
  return dryRun === undefined ? `nothing was run: ${reason}` : dryRunReport(dryRun, columns);
}
