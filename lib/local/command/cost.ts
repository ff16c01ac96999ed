import { priceAgeDays } from '../../../lambdas/shared/ledger/price-age.ts';
import { PRICES } from '../../../lambdas/shared/prices.ts';
import { parseConfig } from '../../config.ts';
import { estimateMonthlyCost, leastOnSpotUsd, usageOf } from '../../cost.ts';
import { costReport } from '../report/cost-report.ts';
import type { Terminal } from '../terminal.ts';

export interface CostOptions {
  /** Settings by their keys, as a deployment takes them. */
  readonly context?: Readonly<Record<string, string>>;
  readonly json?: boolean;
}

/** Prints what a month of such a deployment is estimated to cost. @returns exit code. @throws InvalidSettingsError */
export function cost({ context = {}, json = false }: CostOptions, terminal: Terminal): number {
  const config = parseConfig(context);
  const usage = usageOf(config);
  const estimate = estimateMonthlyCost(usage);
  const now = new Date();
  const cap = config.settings.monthly_cap_usd;
  if (json) {
    const prices = { noted_on: PRICES.notedOn, age_days: priceAgeDays(now) };
    const { arms, hoursPerArm, model = null } = usage;
    const onSpot = config.spot ? { fargate_on_spot_at_least_usd: leastOnSpotUsd(estimate.fargate) } : {};
    const usd = { usd_a_month: estimate, ...onSpot, cap_usd: cap };
    const report = { arms, hours_per_arm: hoursPerArm, model, ...usd, prices };
    terminal.say(JSON.stringify(report, null, 1));
  } else terminal.say(costReport({ usage, estimate, cap, now, spot: config.spot }, terminal.columns));
  return 0;
}
