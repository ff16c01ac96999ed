import { priceAgeDays } from '../../../lambdas/shared/ledger/price-age.ts';
import { PRICES } from '../../../lambdas/shared/prices.ts';
import { costRows, type MonthlyCost, type Usage } from '../../cost.ts';
import { wrapped } from './format.ts';
import { plainTable } from './table.ts';

export interface CostOfMonth {
  readonly usage: Usage;
  readonly estimate: MonthlyCost;
  /** USD a month beyond which the planner declines. */
  readonly cap: number;
  readonly now: Date;
}

/** What a month costs on AWS with the given settings, beside other ways to use it. */
export function costReport({ usage, estimate, cap, now }: CostOfMonth, columns: number): string {
  const [headings = [], ...rows] = costRows([usage]);
  const [, ...others] = costRows();
  const table = plainTable(
    ['', ...headings].map((heading) => ({ heading, align: 'right' as const })),
    [...rows.map((row) => ['these settings', ...row]), ...others.map((row) => ['for example', ...row])],
  );
  const fits =
    estimate.total <= cap
      ? `That is within the cap of ${cap.toFixed(2)} USD a month.`
      : `That is more than the cap of ${cap.toFixed(2)} USD a month: such a deployment is refused, unless -c allowOverCap=true is given.`;
  const prices = `An estimate for us-east-1 at prices of ${PRICES.notedOn}, ${priceAgeDays(now)} days old, with every arm as long as is set aside for it; your bill is the truth. On one machine nothing is billed for tasks.`;
  return [table, '', wrapped(`${fits} ${prices}`, columns)].join('\n');
}
