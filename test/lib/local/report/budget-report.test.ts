import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { emptyMonth } from '../../../../lambdas/shared/ledger/entries.ts';
import { microUsd } from '../../../../lambdas/shared/ledger/money.ts';
import { PRICES } from '../../../../lambdas/shared/prices.ts';
import { parseSettings } from '../../../../lambdas/shared/settings.ts';
import { type Budget, budgetReport } from '../../../../lib/local/report/budget-report.ts';

const noted = Date.parse(PRICES.notedOn);
const NOW = new Date(noted + 3 * 86_400_000);
const report = (change: Partial<Budget>) =>
  stripVTControlCharacters(budgetReport({ months: [], caps: parseSettings({}), now: NOW, ...change }, 100));
const month = {
  ...emptyMonth(NOW.toISOString().slice(0, 7)),
  ...{ total: microUsd(1.5), llm: microUsd(0.25), spent_llm: microUsd(0.25), spent_compute: microUsd(0.7) },
  spent_storage: microUsd(0.05),
  open: { one: { kind: 'compute' as const, amount: microUsd(0.5), at: NOW.toISOString() } },
};

describe('the report on the budget', () => {
  it('given a month, shows what was spent, what is set aside and what the caps leave', () => {
    const text = report({ months: [month] });
    expect(text).toMatch(/0\.2500 +0\.7000 +0\.0500 +0\.5000 +1\.5000 +1\n/);
    expect(text).toContain('the model may cost 19.7500 of 20.00 USD more');
    expect(text).toContain('everything together 98.5000 of 100.00 USD');
  });

  it('given nothing, says so', () => {
    expect(report({})).toContain('nothing has been spent or set aside yet');
  });

  it('given more than a cap, leaves nothing of it', () => {
    const caps = parseSettings({ monthly_cap_usd: 1 });
    expect(report({ months: [month], caps })).toContain('everything together 0.0000 of 1.00 USD');
  });

  it('given prices older than 180 days, points at their age; at 180 days not yet', () => {
    const aged = (days: number) => report({ now: new Date(noted + days * 86_400_000) });
    expect(aged(181)).toContain('181 days ago');
    expect(aged(180)).not.toContain('before you trust a cap');
  });
});
