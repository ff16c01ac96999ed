import { type FailureClass, INFRASTRUCTURE_CLASSES } from '../names.ts';
import type { ExperimentRecord, Measurement } from '../record.ts';

/** True for a failure that counts against the machine and never against the idea. */
export function isInfrastructure(failureClass: FailureClass): boolean {
  return INFRASTRUCTURE_CLASSES.some((each) => each === failureClass);
}

/** True once an experiment has ended in any way. */
export function hasEnded({ status }: Pick<ExperimentRecord, 'status'>): boolean {
  return status !== 'planned' && status !== 'running';
}

/** A replicate or a confirmation: a check of what is known, which tests no idea. */
export function isRepetition({ spec }: Pick<ExperimentRecord, 'spec'>): boolean {
  return spec.replicate_of !== undefined || spec.confirm === true;
}

/** Whether a record's measurement can be built on: a suspect one may have run something else. */
export function isSound({ status, verdict }: ExperimentRecord): boolean {
  return status === 'succeeded' && verdict !== 'suspect';
}

/** A sound record's measurement; one that failed measured only a part. */
export function soundMeasurement(record: ExperimentRecord): Measurement | undefined {
  return isSound(record) ? (record.measurement ?? undefined) : undefined;
}

/** Whether a record stands for an attempt at something better, however it ended. */
export function isTrial(record: ExperimentRecord): boolean {
  const { failure, measurement, batch_fault } = record;
  const unsound = measurement?.controls?.sound === false || (batch_fault ?? null) !== null;
  return !unsound && !isRepetition(record) && (failure === null || !isInfrastructure(failure.class));
}
