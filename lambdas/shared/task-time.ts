import { TASK_SIZE } from './prices.ts';

/** Share of its processors that a task keeps busy; the recorder settles by the time that it really took. */
const BUSY = 0.6;
/** What an experiment may take beyond what is expected: anchors that are not kept yet, second decodes, a poor estimate. */
export const MARGIN = 2;
/** A task's start, its image's download, and controls. */
const FIXED_SECONDS = 180;

/** Seconds that are set aside for the tasks of an experiment of so many CPU seconds, all together. */
export function taskSeconds(cpuSeconds: number, tasks = 1): number {
  return tasks * FIXED_SECONDS + (MARGIN * cpuSeconds) / (TASK_SIZE.vcpu * BUSY);
}
