import type { Circuit } from '../shared/circuit.ts';
import type { LedgerMonth } from '../shared/ledger/entries.ts';
import { microUsd, usd } from '../shared/ledger/money.ts';
import type { LabSettings } from '../shared/settings.ts';
import type { Control } from '../shared/summary.ts';

/** Why nothing may run now, in a sentence with the remedy; undefined when it may. */
export function declineReason(
  control: Control,
  circuit: Circuit,
  month: LedgerMonth,
  settings: LabSettings,
): string | undefined {
  if (control.paused)
    return `the campaign is paused (${control.reason || 'no reason given'}): resume it to go on`;
  if (circuit.open)
    return `the circuit breaker is open since ${circuit.opened_at}: ${circuit.reason}; mend the cause, then resume (npm start -- resume on one machine, npm run aws -- start --resume, or the input {"resume": true})`;
  if (isMonthFull(month, settings)) {
    return `this month has cost ${usd(month.total).toFixed(2)} USD, what is set aside included, the cap is ${settings.monthly_cap_usd.toFixed(2)} USD: raise monthly_cap_usd or wait for the next month`;
  }
  return undefined;
}

/** Whether the month has come to its cap. */
export function isMonthFull({ total }: LedgerMonth, { monthly_cap_usd }: LabSettings): boolean {
  return total >= microUsd(monthly_cap_usd);
}
