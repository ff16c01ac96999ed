import type { ExperimentRecord, Verdict } from '../shared/record.ts';
import { findTwin, percent } from './verdict.ts';

/** The verdict over an iteration's arms in words that stand beside its hypothesis. */
export interface BatchJudgement {
  readonly verdict: Verdict;
  readonly text: string;
}

/**
 * Verdict over a batch. Suspect when any arm is, or when two arms with different specs gave the same bits, which two
 * recorders at the same moment cannot see. Otherwise the arm with the best forecast decides, because the reasoning
 * registered its forecast before the run: when that arm gave no number the hypothesis is untested, whatever the others
 * measured.
 */
export function judgeBatch(records: readonly ExperimentRecord[]): BatchJudgement {
  const suspect = records.find((record) => record.verdict === 'suspect');
  if (suspect !== undefined)
    return { verdict: 'suspect', text: told(suspect.experiment_id, suspect.verdict_reason, records) };
  for (const record of records) {
    const twin = findTwin(record, records);
    if (twin !== undefined)
      return {
        verdict: 'suspect',
        text: told(
          record.experiment_id,
          `its bits equal those of ${twin.experiment_id} although the specs differ`,
          records,
        ),
      };
  }
  const decisive = records.toSorted(byForecast)[0];
  if (decisive === undefined) return { verdict: 'inconclusive', text: 'no arm could be read' };
  return {
    verdict: decisive.verdict ?? 'inconclusive',
    text: told(decisive.experiment_id, decisive.verdict_reason, records),
  };
}

/** How many arms measured something and which was best, in one line. */
export function tallied(records: readonly ExperimentRecord[]): string {
  const failed = records.filter((record) => record.status !== 'succeeded').length;
  const best = records
    .flatMap((record) => {
      const bdRate = record.verdict === 'suspect' ? null : (record.measurement?.bd_rate_percent ?? null);
      return bdRate === null ? [] : [{ id: record.experiment_id, bdRate }];
    })
    .sort((a, b) => a.bdRate - b.bdRate)[0];
  const counts = `${records.length - failed} of ${records.length} arms measured`;
  return best === undefined
    ? `${counts}, none with a BD-rate`
    : `${counts}, best ${percent(best.bdRate)} (${best.id})`;
}

function told(id: string, reason: string | null, records: readonly ExperimentRecord[]): string {
  return `${id}: ${reason ?? 'no reason given'}. ${tallied(records)}.`.slice(0, 1000);
}

/** Best forecast first; the earlier arm where two are equal. */
function byForecast(a: ExperimentRecord, b: ExperimentRecord): number {
  return a.expected_bd_rate.p50 - b.expected_bd_rate.p50 || (a.experiment_id < b.experiment_id ? -1 : 1);
}
