import { costKey } from '../../../lambdas/shared/summary.ts';
import type { Row, Table } from '../table/table.ts';
import { type Entry, type World, worldOf } from './world.ts';

/**
 * Configurations that take about as long as each other, so that choosing the slowest is no strategy: three across encoders,
 * where finding the encoder is most of the way, and one within each encoder, where only its parameters are left to find.
 */
const STRATA: Readonly<Record<string, readonly string[]>> = {
  'all encoders, fast': ['libx264/faster', 'libx265/fast', 'libvpx-vp9/5', 'libsvtav1/10'],
  'all encoders, middle': ['libx264/medium', 'libx265/fast', 'libvpx-vp9/4', 'libsvtav1/8'],
  'all encoders, slow': ['libx264/slow', 'libx265/medium', 'libvpx-vp9/4', 'libsvtav1/6'],
  'x264 medium': ['libx264/medium'],
  'x265 medium': ['libx265/medium'],
  'VP9 cpu-used 4': ['libvpx-vp9/4'],
  'SVT-AV1 preset 8': ['libsvtav1/8'],
};

/** The table as seen on some clips: a configuration without a BD-rate on one of them is left out. */
export function tableWorlds(table: Table, clips: readonly string[]): World[] {
  const entries = table.rows.flatMap((row) => entryOf(table, row, clips) ?? []);
  return Object.entries(STRATA).map(([name, efforts]) =>
    worldOf(
      name,
      entries.filter((entry) => efforts.includes(costKey(entry))),
    ),
  );
}

function entryOf({ about }: Table, row: Row, names: readonly string[]): Entry | undefined {
  const clips = names.flatMap((name) => {
    const place = about.clips.indexOf(name);
    const bdRate = row.bd_rate[place] ?? null;
    return bdRate === null ? [] : [{ name, bdRate, bdRateSsim: row.bd_rate_ssim[place] ?? null }];
  });
  if (clips.length < names.length) return undefined;
  return {
    encoder: row.encoder,
    parameters: row.parameters,
    bdRate: clips.reduce((sum, { bdRate }) => sum + bdRate, 0) / clips.length,
    clips,
    cpuSeconds: names.reduce((sum, name) => sum + (row.cpu_seconds[about.clips.indexOf(name)] ?? 0), 0),
  };
}
