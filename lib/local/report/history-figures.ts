import { convergenceSlope } from '../../../lambdas/shared/memory/convergence.ts';
import { valueForMoney, worthOfModel } from '../../../lambdas/shared/memory/value-for-money.ts';
import type { History } from '../../../lambdas/shared/stores/experiment-store.ts';
import type { CampaignSummary } from '../../../lambdas/shared/summary.ts';

/** A campaign's history as figures for programs: experiments, what each source has brought, and the five measures. */
export function historyFigures(campaign: string, { records, unreadable }: History, summary: CampaignSummary) {
  const { sources = {}, strategies = {}, calibration, intelligence } = summary;
  const valued = (statistics: typeof sources | typeof strategies) =>
    Object.fromEntries(Object.entries(statistics).map(([name, each]) => [name, valueForMoney(each)]));
  return {
    campaign,
    champion: summary.champion,
    sources: valued(sources),
    strategies: valued(strategies),
    gain_points_per_usd: worthOfModel(sources),
    forecasts: { sources: calibration?.sources ?? {}, strategies: calibration?.strategies ?? {} },
    intelligence: intelligence && {
      ...intelligence.totals,
      convergence_slope: convergenceSlope(intelligence.series),
      series: intelligence.series,
    },
    front: summary.front ?? [],
    scenes: summary.scenes ?? { clips: [], best: [] },
    refuted: summary.refuted ?? [],
    experiments: [...records].reverse(),
    unreadable,
  };
}
