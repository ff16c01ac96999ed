import type { ProgressEvent, ReportProgress } from '../../lambdas/shared/progress.ts';

type Stage = Extract<ProgressEvent, { event: 'step' }>['stage'];

/** Turns jobs of unknown number into a share that rises from 0 to 1 and never falls. */
export class ProgressMeter {
  readonly #report: ReportProgress;
  readonly #experimentId: string;
  #expected: number;
  #done = 0;
  #shown = 0;

  /** @param expected estimate of the number of jobs; more make the share rise more slowly, fewer let it jump. */
  constructor(experimentId: string, expected: number, report: ReportProgress) {
    this.#experimentId = experimentId;
    this.#expected = expected;
    this.#report = report;
  }

  /** Takes back jobs that turned out not to be needed. */
  spare(jobs: number): void {
    this.#expected -= jobs;
  }

  step(clip: string, stage: Stage, label: string, stepFraction: number): void {
    this.#shown = Math.max(
      this.#shown,
      Math.min(0.99, (this.#done + 0.8 * stepFraction) / Math.max(this.#expected, this.#done + 1)),
    );
    this.#report({
      event: 'step',
      experiment_id: this.#experimentId,
      clip,
      stage,
      label,
      fraction: this.#shown,
      step_fraction: stepFraction,
    });
  }

  finishJob(): void {
    this.#done += 1;
  }
}
