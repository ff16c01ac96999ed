import { TASK_EXIT } from '../lambdas/shared/task-exit.ts';

/** By name of the error or code of the system call. */
const EXITS: Readonly<Record<string, number>> = {
  MissingEnvironment: TASK_EXIT.missingEnvironment,
  ExperimentNotFound: TASK_EXIT.experimentNotFound,
  FfmpegMissing: TASK_EXIT.ffmpegMissing,
  InvalidSpec: TASK_EXIT.invalidSpec,
  DiskFull: TASK_EXIT.diskFull,
  ENOSPC: TASK_EXIT.diskFull,
  TimeoutError: TASK_EXIT.storeUnavailable,
  CredentialsProviderError: TASK_EXIT.storeUnavailable,
  ECONNREFUSED: TASK_EXIT.storeUnavailable,
  ECONNRESET: TASK_EXIT.storeUnavailable,
  ENOTFOUND: TASK_EXIT.storeUnavailable,
};

/** The exit code that tells what kept the task from its result; `unexpected` for what nobody foresaw. */
export function faultExit(error: unknown): number {
  if (!(error instanceof Error)) return TASK_EXIT.unexpected;
  const code = 'code' in error ? String(error.code) : '';
  // Every answer of an AWS service that is an error carries its request's metadata.
  const answered = '$metadata' in error ? TASK_EXIT.storeUnavailable : TASK_EXIT.unexpected;
  return EXITS[error.name] ?? EXITS[code] ?? answered;
}
