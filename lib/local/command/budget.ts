import { setAside } from '../../../lambdas/shared/ledger/entries.ts';
import { usd } from '../../../lambdas/shared/ledger/money.ts';
import { priceAgeDays } from '../../../lambdas/shared/ledger/price-age.ts';
import { PRICES } from '../../../lambdas/shared/prices.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { listMonths } from '../../../lambdas/shared/stores/ledger-store.ts';
import { settingsFrom } from '../../context-keys.ts';
import { budgetReport } from '../report/budget-report.ts';
import type { Terminal } from '../terminal.ts';
import { withArchive } from './archive.ts';

export interface BudgetOptions {
  readonly data: string;
  /** Settings by their keys: the caps among them are shown. */
  readonly context?: Readonly<Record<string, string>>;
  readonly json?: boolean;
}

/** Prints what was spent and set aside over all campaigns, and what the caps leave. @returns exit code. */
export function budget(options: BudgetOptions, terminal: Terminal): Promise<number> {
  const caps = parseSettings(settingsFrom(options.context ?? {}));
  return withArchive(options.data, terminal, async ({ tables }) => {
    const months = await listMonths(tables);
    const now = new Date();
    if (options.json !== true) {
      terminal.say(budgetReport({ months, caps, now }, terminal.columns));
      return;
    }
    const { monthly_cap_usd, run_cap_usd, llm } = caps;
    const report = {
      caps: {
        ...{ monthly_cap_usd, run_cap_usd },
        llm: { monthly_cap_usd: llm.monthly_cap_usd, run_cap_usd: llm.run_cap_usd },
      },
      prices: { noted_on: PRICES.notedOn, age_days: priceAgeDays(now) },
      months: months.map((month) => ({
        month: month.month,
        total_usd: usd(month.total),
        llm_usd: usd(month.spent_llm),
        compute_usd: usd(month.spent_compute),
        storage_usd: usd(month.spent_storage),
        set_aside_usd: usd(setAside(month)),
        open: Object.keys(month.open).length,
      })),
    };
    terminal.say(JSON.stringify(report, null, 1));
  });
}
