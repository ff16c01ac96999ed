import type { Configuration } from '../table/grid.ts';

/** What a configuration came to on one clip: BD-rates in percent; null where there is none. */
export interface ClipRates {
  readonly name: string;
  readonly bdRate: number;
  readonly bdRateSsim: number | null;
}

/** A configuration whose result is known, and what it costs. */
export interface Entry extends Configuration {
  /** Mean over the clips, percent. */
  readonly bdRate: number;
  readonly clips: readonly ClipRates[];
  /** User and system seconds of the encodes of all clips. */
  readonly cpuSeconds: number;
}

/** A search problem whose every answer is known. */
export interface World {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** Lowest BD-rate of all entries. */
  readonly best: number;
}

export function worldOf(name: string, entries: readonly Entry[]): World {
  return { name, entries, best: Math.min(...entries.map(({ bdRate }) => bdRate)) };
}

/** CPU seconds that so many evaluations cost on average. */
export function cpuBudget({ entries }: World, evaluations: number): number {
  const all = entries.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  return (evaluations * all) / entries.length;
}
