import { measurementOf } from '../../lambdas/shared/measurement.ts';
import type { ExperimentResult } from '../../lambdas/shared/result.ts';
import { clipSetHash } from '../../lambdas/shared/spec.ts';
import { compareValues, type Findings, NOTHING_FOUND } from './compare-values.ts';

/**
 * Holds what a record keeps of a result against that result: names, spec, status, failure and every figure.
 * @param row as it is stored; null when there is none, in which case there is nothing to find.
 */
export function rowFindings(row: unknown, result: ExperimentResult): Findings {
  if (row === null || typeof row !== 'object') return NOTHING_FOUND;
  const { spec, spec_hash, campaign, experiment_id, status } = result;
  const expected = {
    ...{ campaign, experiment_id, strategy: spec.strategy, spec, spec_hash, clip_set: clipSetHash(spec) },
    status: status === 'succeeded' ? 'succeeded' : 'failed',
    measurement: measurementOf(result),
  };
  const kept = Object.fromEntries(
    Object.entries(row).filter(([name, value]) => name in expected && value !== null),
  );
  return compareValues(kept, expected, 'row');
}
