import { TASK_SIZE, taskHourlyUsd } from '../../shared/prices.ts';
import type { PlannedExperiment } from '../../shared/reasoning.ts';

/** Share of its processors that a task keeps busy; the recorder settles by the time that it really took. */
const BUSY = 0.6;
/** What an experiment may take beyond what is expected: anchors that are not kept yet, second decodes, a poor estimate. */
const MARGIN = 2;
/** A task's start, its image's download, and controls. */
const FIXED_SECONDS = 180;

/** USD that are set aside for an experiment's task, as if no screening ended it. */
export function armUsd({
  expected_cpu_seconds,
  full_cpu_seconds = expected_cpu_seconds,
}: Pick<PlannedExperiment, 'expected_cpu_seconds' | 'full_cpu_seconds'>): number {
  const seconds = FIXED_SECONDS + (MARGIN * full_cpu_seconds) / (TASK_SIZE.vcpu * BUSY);
  return (seconds / 3600) * taskHourlyUsd();
}
