import type { ArmStatistics } from '../arm-statistics.ts';

/** What one source of proposals, or one strategy, has brought for what it has cost; null where it has cost nothing. */
export interface ValueForMoney extends ArmStatistics {
  readonly gain_points_per_usd: number | null;
  readonly gain_points_per_cpu_hour: number | null;
}

/** Validated improvement for each dollar and each hour of computing. */
export function valueForMoney(statistics: ArmStatistics): ValueForMoney {
  const { gain_points, usd, cpu_seconds } = statistics;
  return {
    ...statistics,
    gain_points_per_usd: usd > 0 ? gain_points / usd : null,
    gain_points_per_cpu_hour: cpu_seconds > 0 ? gain_points / (cpu_seconds / 3600) : null,
  };
}

/** Claude's gain per dollar against that of all that is planned without it; null until both have cost something. */
export function worthOfModel(
  sources: Readonly<Partial<Record<string, ArmStatistics>>>,
): { readonly withModel: number; readonly withoutModel: number } | null {
  const others = ['model', 'mutation', 'random', 'rules'].flatMap((source) => sources[source] ?? []);
  const gain = others.reduce((sum, { gain_points }) => sum + gain_points, 0);
  const usd = others.reduce((sum, each) => sum + each.usd, 0);
  const llm = sources['llm'];
  if (llm === undefined || llm.usd <= 0 || usd <= 0) return null;
  return { withModel: llm.gain_points / llm.usd, withoutModel: gain / usd };
}
