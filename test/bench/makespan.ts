import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTools } from '../../codec-task/media/tools.ts';
import { CORES, FRAMES, type MakespanBench, openBench } from './makespan-bench.ts';
import { median, rounded } from './median.ts';

const CONFIGURATIONS = [
  { encoder: 'libx264', parameters: { preset: 'medium' } },
  { encoder: 'libx265', parameters: { preset: 'slow' } },
  { encoder: 'libvpx-vp9', parameters: { 'cpu-used': 2 } },
  { encoder: 'libsvtav1', parameters: { preset: 6 } },
  { encoder: 'libaom-av1', parameters: { 'cpu-used': 4 } },
] as const;

/** Larger pictures are measured once and not three times: their encodes take minutes. */
const SIZES = [
  { width: 640, height: 360, runs: 3 },
  { width: 1280, height: 720, runs: 1 },
] as const;

interface Makespan {
  readonly encoder: string;
  readonly size: string;
  /** Wall seconds of the experiment, its anchors kept, controls and second decodes included. */
  readonly experiment_seconds: number;
  /** Wall seconds of the same ffmpeg encodes alone, as many side by side. */
  readonly encodes_seconds: number;
  readonly ratio: number;
  readonly rate_points: number;
  readonly overhead_seconds_per_rate_point: number;
}

/**
 * Makespan of an experiment over that of its encodes run bare with the same parallelism. Experiment and bare encodes take
 * turns; each figure is a median.
 * @param quick one run of each, and the smaller size alone.
 */
export async function measureMakespan(quick: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-bench-'));
  try {
    const tools = await findTools(process.env);
    const runs: Makespan[] = [];
    for (const { width, height, runs: count } of quick ? SIZES.slice(0, 1) : SIZES) {
      const bench = await openBench(tools, folder, { width, height });
      for (const configuration of CONFIGURATIONS) {
        process.stderr.write(`makespan of ${configuration.encoder} at ${width}x${height}\n`);
        const makespan = await measureOne(bench, configuration, quick ? 1 : count);
        runs.push({ size: `${width}x${height}`, ...makespan });
      }
    }
    return { cores: CORES, frames: FRAMES, clips: 2, runs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureOne(
  bench: MakespanBench,
  configuration: (typeof CONFIGURATIONS)[number],
  runs: number,
): Promise<Omit<Makespan, 'size'>> {
  const experiment: number[] = [];
  const bare: number[] = [];
  let points = 0;
  for (let run = 0; run < runs; run++) {
    const { seconds, encodes } = await bench.experiment(configuration);
    experiment.push(seconds);
    bare.push(await bench.bareEncodes(encodes));
    points = encodes.length;
  }
  const [wall, encodes] = [median(experiment), median(bare)];
  return {
    encoder: `${configuration.encoder} ${Object.values(configuration.parameters).join(' ')}`,
    experiment_seconds: rounded(wall, 2),
    encodes_seconds: rounded(encodes, 2),
    ratio: rounded(wall / encodes, 2),
    rate_points: points,
    overhead_seconds_per_rate_point: rounded((wall - encodes) / points, 3),
  };
}
