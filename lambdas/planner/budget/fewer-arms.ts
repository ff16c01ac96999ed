import type { ReasoningRecord } from '../../shared/reasoning.ts';

/** A reasoning with its first experiments alone, which tells why the others are not run. */
export function withFewerArms(record: ReasoningRecord, count: number, reason: string): ReasoningRecord {
  const left = record.experiments.length - count;
  const note = `${left} of ${record.experiments.length} planned experiments ${left === 1 ? 'is' : 'are'} left out for money: ${reason}`;
  return {
    ...record,
    risks: [note.slice(0, 400), ...record.risks].slice(0, 8),
    experiments: record.experiments.slice(0, count),
  };
}
