import { noStatistics } from '../../shared/arm-statistics.ts';
import { PROPOSAL_SOURCES, type ProposalSource, type Strategy } from '../../shared/names.ts';
import type { Allocation } from '../../shared/reasoning.ts';
import type { CampaignSummary } from '../../shared/summary.ts';

/** An arm of a plan, as the allocation counts it. */
export interface AllottedArm {
  readonly source: ProposalSource;
  readonly strategy: Strategy;
}

/** How the arms of a plan are distributed, with what each source and each strategy had brought before. */
export function allocationOf(summary: CampaignSummary, arms: readonly AllottedArm[]): Allocation {
  const told = (count: number, statistics = noStatistics()) => {
    const { experiments, gain_points, usd } = statistics;
    return { arms: count, experiments, gain_points, usd };
  };
  const strategies = new Set([
    ...Object.keys(summary.strategies ?? {}),
    ...arms.map(({ strategy }) => strategy),
  ]);
  return {
    sources: PROPOSAL_SOURCES.flatMap((source) => {
      const count = arms.filter((arm) => arm.source === source).length;
      const statistics = summary.sources?.[source];
      return count === 0 && statistics === undefined ? [] : [{ source, ...told(count, statistics) }];
    }),
    strategies: [...strategies].sort().map((strategy) => {
      const count = arms.filter((arm) => arm.strategy === strategy).length;
      return { strategy, ...told(count, summary.strategies?.[strategy]) };
    }),
  };
}
