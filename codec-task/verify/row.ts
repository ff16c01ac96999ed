import { measurementOf } from '../../lambdas/shared/measurement.ts';
import type { Measurement } from '../../lambdas/shared/record.ts';
import type { ExperimentResult } from '../../lambdas/shared/result.ts';
import { clipSetHash } from '../../lambdas/shared/spec.ts';
import { compareValues, type Findings, NOTHING_FOUND } from './compare-values.ts';

/** As much of a row as is read here; every field of it may be anything. */
interface Row {
  readonly status?: unknown;
  readonly measurement?: unknown;
}

/** Whether a row is a record of an experiment that has ended, and not only of its plan. */
export function isRecorded(row: unknown): row is Row {
  const { status } = (row ?? {}) as Row;
  return status === 'succeeded' || status === 'failed' || status === 'abandoned';
}

/**
 * Holds what a record keeps of a result against that result: names, spec, status and every figure.
 * @param row as it is stored; nothing is found where it is no record.
 */
export function rowFindings(row: unknown, result: ExperimentResult): Findings {
  if (!isRecorded(row)) return NOTHING_FOUND;
  const { spec, spec_hash, campaign, experiment_id, status } = result;
  const expected = {
    ...{ campaign, experiment_id, strategy: spec.strategy, spec, spec_hash, clip_set: clipSetHash(spec) },
    status: status === 'succeeded' ? 'succeeded' : endedAs(row, status),
    measurement: listed(measurementOf(result), row.measurement),
  };
  const kept = Object.fromEntries(
    Object.entries(row).filter(([name, value]) => name in expected && value !== null),
  );
  return compareValues(kept, expected, 'row');
}

/** A partial result is that of a task which was stopped, or of one whose whole execution was. */
function endedAs(row: Row, status: ExperimentResult['status']): string {
  return status === 'partial' && row.status === 'abandoned' ? 'abandoned' : 'failed';
}

/** A large record lists some clips only and says how many are left out. */
function listed(measurement: Measurement, stored: unknown): Measurement {
  const { clips = [], clips_left_out } = (stored ?? {}) as Partial<Measurement>;
  if (clips_left_out === undefined) return measurement;
  const names = new Set(clips.map(({ name }) => name));
  const those = measurement.clips.filter(({ name }) => names.has(name));
  return { ...measurement, clips: those, clips_left_out: measurement.clips.length - those.length };
}
