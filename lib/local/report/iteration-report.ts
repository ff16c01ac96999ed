import pc from 'picocolors';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { clipsLine, experimentsTable, faultLines, tableLegend } from './experiments-table.ts';
import { findingLines, instrumentFindings } from './finding-lines.ts';
import { armNumber, labelled } from './format.ts';
import { reasoningLines } from './reasoning-lines.ts';

export interface IterationFindings {
  readonly reasoning: ReasoningRecord;
  readonly records: readonly ExperimentRecord[];
  /** Folder or bucket of the artifacts, as a person would type it. */
  readonly artifacts: string;
}

/** What an iteration came to, as it is printed at its end. */
export function iterationReport(
  { reasoning, records, artifacts }: IterationFindings,
  columns: number,
): string {
  const nameOf = (record: ExperimentRecord) => armNumber(record.experiment_id);
  const findings = [
    ...faultLines(records, nameOf, columns),
    ...findingLines(records, nameOf, columns),
    ...instrumentFindings(records, columns),
  ];
  const results = `${artifacts}/${artifactKeys.experiment(reasoning.campaign, reasoning.reasoning_id)}`;
  return [
    '',
    pc.bold(`Iteration ${reasoning.reasoning_id} of campaign ${reasoning.campaign}`),
    '',
    experimentsTable(records, nameOf, columns),
    '',
    ...findings,
    ...(findings.length > 0 ? [''] : []),
    clipsLine(records, columns),
    tableLegend(records, columns),
    '',
    ...reasoningLines(reasoning, columns),
    labelled('Results', `${results.replace(/\/$/, '')}-*`, columns),
  ].join('\n');
}
