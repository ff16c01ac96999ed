import { compareResults } from '../comparison/compare-results.ts';
import { findResult, readResult } from '../find-results.ts';
import { comparisonReport } from '../report/comparison-report.ts';
import type { Terminal } from '../terminal.ts';

export interface CompareOptions {
  readonly json?: true;
  readonly data: string;
}

/**
 * Prints the rate of one result against another at equal quality, clip by clip.
 * @param a what is compared with: id, beginning or end of it, or a result.json; likewise `b`.
 * @returns exit code.
 * @throws UsageError when one is not found, or both have no clip in common.
 */
export async function compare(
  a: string,
  b: string,
  { data, json }: CompareOptions,
  terminal: Terminal,
): Promise<number> {
  const [one, other] = await Promise.all(
    [a, b].map(async (text) => readResult(await findResult(data, text))),
  );
  if (one === undefined || other === undefined) return 1;
  const comparison = compareResults(one, other);
  terminal.say(json ? JSON.stringify(comparison, null, 1) : comparisonReport(comparison, terminal.columns));
  return 0;
}
