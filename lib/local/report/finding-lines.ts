import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { labelled } from './format.ts';
import { controlsText } from './record-lines.ts';

/** A sentence for each thing about an experiment that its row of the table does not show. */
export function findingLines(
  records: readonly ExperimentRecord[],
  nameOf: (record: ExperimentRecord) => string,
  columns: number,
): string[] {
  return records.flatMap((record) => {
    const { measurement, promotion, duplicate_of, batch_fault } = record;
    const agreement = measurement?.agreement;
    const name = nameOf(record);
    const sentences = [
      ...(agreement?.verdict === 'metric disagreement' ? [`metric disagreement: ${agreement.sentence}`] : []),
      ...(promotion ? [`${promotion.decision}: ${promotion.reason}`] : []),
      ...(duplicate_of ? [`repeats the bits or scores of ${duplicate_of}`] : []),
      ...(batch_fault ? [batch_fault] : []),
    ];
    return sentences.map((sentence) => labelled(name, sentence, columns, name.length + 2));
  });
}

/** What the measurements rest on: one line where it is the same for all, else a line for each difference. */
export function instrumentFindings(records: readonly ExperimentRecord[], columns: number): string[] {
  const measured = records.flatMap(({ measurement }) => measurement ?? []);
  const distinct = (texts: readonly string[]) => [...new Set(texts)];
  const controls = distinct(measured.flatMap(({ controls }) => (controls ? [controlsText(controls)] : [])));
  const isolation = distinct(measured.flatMap(({ isolation }) => isolation ?? []));
  return [
    ...controls.map((text) => labelled('Controls', text, columns)),
    ...(isolation.length === 0 ? [] : [labelled('Isolation', isolation.join(', '), columns)]),
  ];
}
