import { noStatistics } from '../../shared/arm-statistics.ts';
import { PROPOSAL_SOURCES, type ProposalSource, STRATEGIES } from '../../shared/names.ts';
import type { Allocation } from '../../shared/reasoning.ts';
import type { CampaignSummary } from '../../shared/summary.ts';

/** How the arms of a plan are distributed, with what each source and each strategy had brought before. */
export function allocationOf(summary: CampaignSummary, sources: readonly ProposalSource[]): Allocation {
  const told = (arms: number, statistics = noStatistics()) => {
    const { experiments, gain_points, usd } = statistics;
    return { arms, experiments, gain_points, usd };
  };
  return {
    sources: PROPOSAL_SOURCES.flatMap((source) => {
      const arms = sources.filter((each) => each === source).length;
      const statistics = summary.sources?.[source];
      return arms === 0 && statistics === undefined ? [] : [{ source, ...told(arms, statistics) }];
    }),
    strategies: STRATEGIES.map((strategy) => ({
      strategy,
      ...told(sources.length, summary.strategies?.[strategy]),
    })),
  };
}
