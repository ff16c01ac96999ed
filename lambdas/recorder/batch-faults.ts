import type { ExperimentRecord } from '../shared/record.ts';
import { findTwin } from './equal-output.ts';
import { duplicateReason } from './verdict.ts';

/**
 * The records of an iteration with what only all of them together show. Where the controls of one arm are unsound, the
 * instrument is in doubt and every other arm becomes suspect too. Where two arms that were recorded at the same moment gave
 * the same output for different specs, the later one does. Records that are as they were stay the very same; judging again
 * changes nothing.
 */
export function withBatchFaults(records: readonly ExperimentRecord[]): ExperimentRecord[] {
  const unsound = records.find(({ measurement }) => measurement?.controls?.sound === false);
  return records.map((record) => {
    if (record.status !== 'succeeded' || record.verdict === 'suspect') return record;
    if (unsound !== undefined) return underUnsoundControls(record, unsound);
    const twin = findTwin(record, records);
    if (twin === undefined || record.experiment_id < twin.of.experiment_id) return record;
    return {
      ...record,
      verdict: 'suspect',
      verdict_reason: duplicateReason(twin),
      duplicate_of: twin.of.experiment_id,
    };
  });
}

function underUnsoundControls(record: ExperimentRecord, unsound: ExperimentRecord): ExperimentRecord {
  const fault = `${unsound.experiment_id}: ${unsound.measurement?.controls?.reason ?? ''}`.slice(0, 400);
  const alone = `by itself it was ${record.verdict}: ${record.verdict_reason}`;
  return {
    ...record,
    verdict: 'suspect',
    verdict_reason:
      `the controls of its iteration are unsound, so that nothing is learnt from this (${fault}); ${alone}`.slice(
        0,
        600,
      ),
    batch_fault: fault,
  };
}
