import type { ExperimentRecord, Verdict } from '../shared/record.ts';
import { isScreenedOut } from '../shared/screening.ts';
import { percent } from './verdict.ts';

/** The verdict over an iteration's arms in words that stand beside its hypothesis. */
export interface BatchJudgement {
  readonly verdict: Verdict;
  readonly text: string;
}

/**
 * Verdict over a batch, batch faults in its records. Suspect when any arm is. Otherwise the arm with the best forecast
 * decides, because the reasoning registered its forecast before the run: when that arm gave no number the hypothesis is
 * untested, whatever the others measured. Replicates and confirmations test no hypothesis.
 */
export function judgeBatch(records: readonly ExperimentRecord[]): BatchJudgement {
  const suspect =
    records.find(({ measurement }) => measurement?.controls?.sound === false) ??
    records.find((record) => record.verdict === 'suspect');
  if (suspect !== undefined)
    return { verdict: 'suspect', text: told(suspect.experiment_id, suspect.verdict_reason, records) };
  const decisive = records.toSorted(byForecast)[0];
  if (decisive === undefined) return { verdict: 'inconclusive', text: 'no arm could be read' };
  return {
    verdict: decisive.verdict ?? 'inconclusive',
    text: told(decisive.experiment_id, decisive.verdict_reason, records),
  };
}

/** How many arms measured something, how many of those were ended by their screening, and which was best, in one line. */
export function tallied(records: readonly ExperimentRecord[]): string {
  const failed = records.filter((record) => record.status !== 'succeeded').length;
  const best = records
    .flatMap((record) => {
      const bdRate = record.verdict === 'suspect' ? null : (record.measurement?.bd_rate_percent ?? null);
      return bdRate === null ? [] : [{ id: record.experiment_id, bdRate }];
    })
    .sort((a, b) => a.bdRate - b.bdRate)[0];
  const screenedOut = records.filter(({ measurement }) => isScreenedOut(measurement)).length;
  const ended = screenedOut === 0 ? '' : `, ${screenedOut} of them screened out`;
  const counts = `${records.length - failed} of ${records.length} arms measured${ended}`;
  return best === undefined
    ? `${counts}, none with a BD-rate`
    : `${counts}, best ${percent(best.bdRate)} (${best.id})`;
}

/** What came of the candidates for champion, a sentence each. */
export function promotionsTold(records: readonly ExperimentRecord[]): string[] {
  return records.flatMap(({ experiment_id, promotion }) =>
    promotion ? [`${experiment_id} ${promotion.decision}: ${promotion.reason}.`] : [],
  );
}

function told(id: string, reason: string | null, records: readonly ExperimentRecord[]): string {
  return `${id}: ${reason ?? 'no reason given'}. ${tallied(records)}.`.slice(0, 1000);
}

/** Best forecast first; the earlier arm where two are equal. */
function byForecast(a: ExperimentRecord, b: ExperimentRecord): number {
  return (
    Number(testsNothing(a)) - Number(testsNothing(b)) ||
    a.expected_bd_rate.p50 - b.expected_bd_rate.p50 ||
    (a.experiment_id < b.experiment_id ? -1 : 1)
  );
}

function testsNothing({ spec }: ExperimentRecord): boolean {
  return spec.replicate_of !== undefined || spec.confirm === true;
}
