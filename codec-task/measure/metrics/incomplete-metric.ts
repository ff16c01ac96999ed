import { NamedError } from '../../../lambdas/shared/errors.ts';

/** A metric filter that compared fewer or more frames than there are. */
export class IncompleteMetricError extends NamedError {
  constructor(filter: string, compared: number, frames: number) {
    super(
      'IncompleteMetric',
      `the ${filter} filter compared ${compared} of ${frames} frames: no score is taken`,
    );
  }
}
