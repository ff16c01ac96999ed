import { type LedgerMonth, monthOf, setAside } from '../../shared/ledger/entries.ts';
import { usd } from '../../shared/ledger/money.ts';
import { stalePrices } from '../../shared/ledger/price-age.ts';
import { PRICES } from '../../shared/prices.ts';
import { listMonths } from '../../shared/stores/ledger-store.ts';
import { dollars, wholePercent } from '../figures.ts';
import { type Html, html } from '../html.ts';
import type { Surroundings } from '../surroundings.ts';

/** Newest months that are shown. */
const MONTHS = 6;

/** What it costs: the present month against its caps, and the months before, by the laboratory's own prices. */
export async function ledgerView({ tables, settings }: Surroundings, now: Date): Promise<Html> {
  const months = (await listMonths(tables)).slice(-MONTHS).reverse();
  const present = months.find(({ month }) => month === monthOf(now));
  const spent = present === undefined ? 0 : present.total - setAside(present);
  const stale = stalePrices(now);
  return html`${bar('Everything together', { spent, used: present?.total ?? 0 }, settings.monthly_cap_usd)}${bar(
    'Of that, the language model',
    { spent: present?.spent_llm ?? 0, used: present?.llm ?? 0 },
    settings.llm.monthly_cap_usd,
  )}${monthsTable(months)}<p class="faint">Counted by the prices of ${PRICES.notedOn}, and set aside before it is spent; your bill is the truth.${stale === undefined ? '' : ` Mind: ${stale}.`}</p>`;
}

interface Used {
  /** Millionths of a dollar. */
  readonly spent: number;
  /** With what is set aside. */
  readonly used: number;
}

function bar(label: string, { spent, used }: Used, capUsd: number): Html {
  const share = (amount: number) => (capUsd === 0 ? 1 : Math.min(1, usd(amount) / capUsd));
  const width = (part: number) => (100 * part).toFixed(1);
  return html`<p>${label}, this month: <b>${dollars(usd(used))} of ${capUsd.toFixed(2)} USD</b> (${wholePercent(share(used))}), ${dollars(usd(used - spent))} of it set aside</p>
<div class="bar"><div class="spent" style="width:${width(share(spent))}%"></div><div class="set-aside" style="width:${width(Math.max(0, share(used) - share(spent)))}%"></div></div>`;
}

function monthsTable(months: readonly LedgerMonth[]): Html {
  if (months.length === 0) return html`<p>Nothing has been spent or set aside yet.</p>`;
  const rows = months.map((month) => {
    const amounts = [month.spent_llm, month.spent_compute, month.spent_storage, setAside(month), month.total];
    return html`<tr><td>${month.month}</td>${amounts.map((amount) => html`<td class="n">${dollars(usd(amount))}</td>`)}<td class="n">${Object.keys(month.open).length}</td></tr>`;
  });
  return html`<table><tr><th>Month (UTC)</th><th class="n">Model</th><th class="n">Tasks</th><th class="n">Storage</th><th class="n">Set aside</th><th class="n">In all, USD</th><th class="n">Open</th></tr>${rows}</table>`;
}
