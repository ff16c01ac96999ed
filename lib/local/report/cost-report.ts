import { priceAgeDays } from '../../../lambdas/shared/ledger/price-age.ts';
import { PRICES } from '../../../lambdas/shared/prices.ts';
import { costRows, leastOnSpotUsd, type MonthlyCost, type Usage } from '../../cost.ts';
import { wrapped } from './format.ts';
import { plainTable } from './table.ts';

export interface CostOfMonth {
  readonly usage: Usage;
  readonly estimate: MonthlyCost;
  /** USD a month beyond which the planner declines. */
  readonly cap: number;
  readonly now: Date;
  /** Whether tasks run on Spot first. */
  readonly spot: boolean;
}

/** What a month costs on AWS with the given settings, beside other ways to use it. */
export function costReport({ usage, estimate, cap, now, spot }: CostOfMonth, columns: number): string {
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
  return [table, '', wrapped(`${fits} ${spot ? onSpot(estimate) : ''}${prices}`, columns)].join('\n');
}

function onSpot({ fargate }: MonthlyCost): string {
  const { notedOn, leastShare } = PRICES.fargateSpot;
  const percent = Math.round((1 - leastShare) * 100);
  return `On Spot the tasks come to ${leastOnSpotUsd(fargate).toFixed(2)} USD at the least, with the ${percent} % off that are advertised at most (noted ${notedOn}); a task that is taken back costs its time on Spot and then on demand. Caps count the price on demand. `;
}
