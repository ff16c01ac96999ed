import { InvalidSettingsError } from '../lambdas/shared/errors.ts';
import type { Config } from './config.ts';
import { estimateMonthlyCost, usageOf } from './cost.ts';

/**
 * Refuses a deployment that would spend its monthly cap before the month is over: at the cap the planner declines, so that
 * the laboratory would stand still for the rest of the month.
 * @throws InvalidSettingsError with the estimate, the cap and what can be done.
 */
export function requireWithinCap(config: Config): void {
  if (config.allowOverCap) return;
  const usage = usageOf(config);
  const { total } = estimateMonthlyCost(usage);
  const cap = config.settings.monthly_cap_usd;
  if (total <= cap) return;
  const minutes = Math.round(usage.hoursPerArm * 60);
  throw new InvalidSettingsError(
    `a month is estimated at ${total.toFixed(2)} USD (${usage.arms} arms of ${minutes} minutes, four times a day), more than monthlyCapUsd, ${cap.toFixed(2)} USD: give fewer arms, fewer cpuSecondsPerArm or a higher monthlyCapUsd, or deploy it all the same with -c allowOverCap=true`,
  );
}
