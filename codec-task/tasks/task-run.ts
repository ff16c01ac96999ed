import type { Environment } from '../../lambdas/shared/environment.ts';
import type { ReportProgress } from '../../lambdas/shared/progress.ts';

/** What the program hands to a task. */
export interface TaskRun {
  readonly environment: Environment;
  readonly report: ReportProgress;
  readonly signal: AbortSignal;
  /** SHA-256 of the program's own code. */
  readonly codeSha256: string;
}
