import pc from 'picocolors';
import { type LedgerMonth, monthOf, setAside } from '../../../lambdas/shared/ledger/entries.ts';
import { usd } from '../../../lambdas/shared/ledger/money.ts';
import { priceAgeDays, stalePrices } from '../../../lambdas/shared/ledger/price-age.ts';
import { PRICES, STORED_MONTHS } from '../../../lambdas/shared/prices.ts';
import type { LabSettings } from '../../../lambdas/shared/settings.ts';
import { wrapped } from './format.ts';
import { plainTable } from './table.ts';

type Caps = Pick<LabSettings, 'monthly_cap_usd' | 'run_cap_usd'> & {
  readonly llm: Pick<LabSettings['llm'], 'monthly_cap_usd' | 'run_cap_usd'>;
};

export interface Budget {
  /** Oldest first. */
  readonly months: readonly LedgerMonth[];
  readonly caps: Caps;
  readonly now: Date;
}

/** What was spent, what is set aside and what is left of the caps, month by month. */
export function budgetReport({ months, caps, now }: Budget, columns: number): string {
  const present = months.find(({ month }) => month === monthOf(now));
  const left = (cap: number, used: number) => `${dollars(Math.max(0, cap - used))} of ${cap.toFixed(2)} USD`;
  const stale = stalePrices(now);
  const lines = [
    `This month the model may cost ${left(caps.llm.monthly_cap_usd, usd(present?.llm ?? 0))} more, everything together ${left(caps.monthly_cap_usd, usd(present?.total ?? 0))}. One run may set aside ${caps.llm.run_cap_usd.toFixed(2)} USD for the model and ${caps.run_cap_usd.toFixed(2)} USD in all.`,
    `Prices of ${PRICES.notedOn}, ${priceAgeDays(now)} days old. On this machine nothing is billed for tasks and storage: their time is counted as it would cost on Fargate, what they leave as ${STORED_MONTHS} months in S3.`,
  ];
  return [
    months.length === 0 ? 'nothing has been spent or set aside yet' : table(months),
    '',
    ...lines.map((line) => wrapped(line, columns)),
    ...(stale === undefined ? [] : [pc.yellow(wrapped(stale, columns))]),
  ].join('\n');
}

function table(months: readonly LedgerMonth[]): string {
  const right = { align: 'right' } as const;
  return plainTable(
    [
      { heading: 'Month (UTC)' },
      { heading: 'Model', ...right },
      { heading: 'Tasks', ...right },
      { heading: 'Storage', ...right },
      { heading: 'Set aside', ...right },
      { heading: 'In all, USD', ...right },
      { heading: 'Open', ...right },
    ],
    months.map((month) => [
      month.month,
      dollars(usd(month.spent_llm)),
      dollars(usd(month.spent_compute)),
      dollars(usd(month.spent_storage)),
      dollars(usd(setAside(month))),
      dollars(usd(month.total)),
      String(Object.keys(month.open).length),
    ]),
  );
}

/** To a hundredth of a cent: a task of a minute costs half a cent. */
function dollars(value: number): string {
  return value.toFixed(4);
}
