import type { Config } from './config.ts';

/** The whole workflow's timeout in minutes: shorter than the six hours between two schedules and than the lock's lease. */
export const WORKFLOW_MINUTES = 300;

/** Planning at its longest, the records and the conclusion, in minutes. */
const AROUND_ARMS_MINUTES = 30;

/** Longest that one arm may take when there is time enough, in minutes. */
const LONGEST_ARM_MINUTES = 120;

/**
 * Minutes that one experiment may take, so that the configured arms end before the workflow's own timeout, which runs no
 * conclusion. A run by hand with more arms than configured can still meet that timeout; the lock's lease then frees it.
 */
export function armMinutes({
  settings,
  maxConcurrency,
}: Pick<Config, 'settings' | 'maxConcurrency'>): number {
  const waves = Math.ceil(settings.arms / maxConcurrency);
  return Math.min(LONGEST_ARM_MINUTES, Math.floor((WORKFLOW_MINUTES - AROUND_ARMS_MINUTES) / waves));
}
