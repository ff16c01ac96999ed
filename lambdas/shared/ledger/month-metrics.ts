import { type LineFields, labMetrics } from '../embedded-metrics.ts';
import { LAB_METRICS } from '../names.ts';
import type { LedgerMonth } from './entries.ts';
import { usd } from './money.ts';

/**
 * Log line with what the month has come to.
 * @param refused whether its cap kept a planning from an experiment; absent where nothing was to be paid for.
 */
export function monthMetrics(
  { total, llm }: LedgerMonth,
  now: Date,
  fields: LineFields,
  refused?: boolean,
): string {
  const metrics = {
    [LAB_METRICS.monthCost]: usd(total),
    [LAB_METRICS.monthLlmCost]: usd(llm),
    ...(refused !== undefined && { [LAB_METRICS.budgetRefusals]: refused ? 1 : 0 }),
  };
  return labMetrics(metrics, now, fields);
}
