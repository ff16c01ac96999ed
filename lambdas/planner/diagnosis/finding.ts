import type { ExperimentRecord } from '../../shared/record.ts';
import type { Finding, PlanningContext } from '../planning.ts';

/** A rule looks at the evidence and answers with a finding, or with nothing. */
export type Rule = (context: PlanningContext) => Finding | undefined;

/** Ids of records as evidence, at most ten. */
export function evidenceOf(records: readonly Pick<ExperimentRecord, 'experiment_id'>[]): string[] {
  return records.slice(0, 10).map((record) => record.experiment_id);
}
