import type { ReportProgress } from '../lambdas/shared/progress.ts';

/** Milliseconds between two reports of a step that goes on: about four lines a second. */
const INTERVAL = 250;

/**
 * Drops reports of a step that goes on when another step was reported just before. What begins or ends always passes.
 * @param now milliseconds from any origin.
 */
export function throttled(report: ReportProgress, now: () => number): ReportProgress {
  const begun = new Set<string>();
  let last = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.event === 'step') {
      const step = JSON.stringify([event.clip, event.stage, event.label]);
      if (begun.has(step) && now() - last < INTERVAL) return;
      begun.add(step);
      last = now();
    }
    report(event);
  };
}
