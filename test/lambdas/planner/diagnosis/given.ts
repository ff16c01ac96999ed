import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { planned } from '../simulated-iterations.ts';
import { emptyContext, measured, rowsOf, withRecords } from '../simulated-world.ts';

/** A context with results for the first iteration's rows. */
export async function given(...results: ((row: ExperimentRecord) => ExperimentRecord)[]) {
  const context = emptyContext({ arms: 4 });
  const rows = rowsOf(context, await planned(context), 0);
  return withRecords(
    context,
    results.map((result, index) => result(rows[index] as ExperimentRecord)),
  );
}
export const failed = (failureClass: 'timeout' | 'encode-failed') => (row: ExperimentRecord) => ({
  ...row,
  status: 'failed' as const,
  failure: { class: failureClass, message: 'it broke' },
  verdict: 'inconclusive' as const,
});
export const rated =
  (bdRate: number | null, change: Partial<ExperimentRecord> = {}) =>
  (row: ExperimentRecord) =>
    measured(row, bdRate, change);
export const sameBits = (row: ExperimentRecord) => {
  const record = measured(row, -20);
  return { ...record, measurement: record.measurement && { ...record.measurement, fingerprint: 'same' } };
};
export const belowFloor = (row: ExperimentRecord) => {
  const record = measured(row, -5);
  const clips = record.measurement?.clips.map((clip) => ({ ...clip, floor_bitrate_mbps: null })) ?? [];
  return { ...record, measurement: record.measurement && { ...record.measurement, clips } };
};
