import type { Configuration } from '../table/grid.ts';
import type { Table } from '../table/table.ts';

/** A configuration whose result is known, and what it costs. */
export interface Entry extends Configuration {
  readonly bdRate: number;
  readonly cpuSeconds: number;
}

/** A search problem whose every answer is known. */
export interface World {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** Lowest BD-rate of all entries. */
  readonly best: number;
}

/** Efforts that take about as long as each other, so that choosing the slowest one is no strategy. */
const STRATA: Readonly<Record<string, readonly string[]>> = {
  fast: ['libx264/faster', 'libx265/fast', 'libvpx-vp9/5', 'libsvtav1/10'],
  middle: ['libx264/medium', 'libx265/fast', 'libvpx-vp9/4', 'libsvtav1/8'],
  slow: ['libx264/slow', 'libx265/medium', 'libvpx-vp9/4', 'libsvtav1/6'],
};

/** The table as seen on some clips: BD-rates are means over them, rows without one are left out. */
export function worldsOf({ about, rows }: Table, clips: readonly string[]): World[] {
  const places = clips.map((clip) => about.clips.indexOf(clip));
  const entries = rows.flatMap(({ encoder, parameters, bd_rate, cpu_seconds }) => {
    const rates = places.map((place) => bd_rate[place] ?? null);
    if (rates.some((rate) => rate === null)) return [];
    const mean = (values: readonly (number | null | undefined)[]) =>
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
    return [
      {
        encoder,
        parameters,
        bdRate: mean(rates),
        cpuSeconds: mean(places.map((place) => cpu_seconds[place])),
      },
    ];
  });
  return Object.entries(STRATA).map(([stratum, efforts]) => {
    const own = entries.filter(({ encoder, parameters }) =>
      efforts.includes(`${encoder}/${String(parameters['preset'] ?? parameters['cpu-used'])}`),
    );
    return {
      name: `${clips.join(' and ')}, ${stratum}`,
      entries: own,
      best: Math.min(...own.map(({ bdRate }) => bdRate)),
    };
  });
}
