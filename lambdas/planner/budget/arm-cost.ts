import { storageUsd, taskHourlyUsd } from '../../shared/prices.ts';
import type { PlannedExperiment } from '../../shared/reasoning.ts';
import { shardsOf } from '../../shared/shards.ts';
import { MARGIN, taskSeconds } from '../../shared/task-time.ts';

/** Slowest frames per second that are counted with: the slower, the longer a clip of so many frames. */
const SLOWEST_FPS = 24;
/** Points of a clip beyond those that are planned: extensions and the search for the floor, the same for its anchor. */
const POINTS_FACTOR = 2 * 2;
/** Bytes of figures that a clip adds to the result and to the points' own entries. */
const FIGURES_BYTES = 100_000;

/** USD that are set aside for an experiment: its task, and what it leaves in storage. */
export function experimentUsd(planned: PlannedExperiment): number {
  return armUsd(planned) + storageUsd(expectedBytes(planned));
}

/** Bytes that an experiment is expected to leave, with the same margin as its time. */
function expectedBytes({ spec, expected_bitrate_mbps }: PlannedExperiment): number {
  const bitstream = (expected_bitrate_mbps * 1e6 * spec.frames) / (8 * SLOWEST_FPS);
  const clips = spec.clips.length + (spec.further_clips?.count ?? 0);
  return clips * (MARGIN * bitstream * spec.rate_points * POINTS_FACTOR + FIGURES_BYTES);
}

/** USD that are set aside for an experiment's tasks, as if no screening ended it. */
export function armUsd({
  spec,
  expected_cpu_seconds,
  full_cpu_seconds = expected_cpu_seconds,
}: Pick<PlannedExperiment, 'spec' | 'expected_cpu_seconds' | 'full_cpu_seconds'>): number {
  const tasks = shardsOf(spec)?.count ?? 1;
  return (taskSeconds(full_cpu_seconds, tasks) / 3600) * taskHourlyUsd();
}
