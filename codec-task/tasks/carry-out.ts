import { optional } from '../../lambdas/shared/environment.ts';
import { ENVIRONMENT, TASKS, type TaskName } from '../../lambdas/shared/names.ts';
import { InvalidSpecError } from '../codecs/checked-space.ts';
import { runExperimentTask } from './run-experiment.ts';
import { runMeasurementTask } from './run-measurement.ts';
import { runVerificationTask } from './run-verification.ts';
import type { TaskRun } from './task-run.ts';

const BY_NAME: Readonly<Record<TaskName, (run: TaskRun) => Promise<number>>> = {
  experiment: runExperimentTask,
  measure: runMeasurementTask,
  verify: runVerificationTask,
};

/**
 * Carries out the task that the environment names; without a name, an experiment.
 * @returns the program's exit code
 * @throws InvalidSpecError for a name that no task has, and what the task throws
 */
export function carryOut(run: TaskRun): Promise<number> {
  const name = optional(run.environment, ENVIRONMENT.task) ?? 'experiment';
  const task = TASKS.find((each) => each === name);
  if (task === undefined)
    throw new InvalidSpecError([`there is no task "${name}"; there are: ${TASKS.join(', ')}`]);
  return BY_NAME[task](run);
}
