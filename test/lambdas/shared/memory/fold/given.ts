import { foldExperiment } from '../../../../../lambdas/shared/memory/fold.ts';
import type { ClipMeasurement, ExperimentRecord } from '../../../../../lambdas/shared/record.ts';
import { type CampaignSummary, emptySummary } from '../../../../../lambdas/shared/summary.ts';
import { folded, givenPlanned, givenSuccess } from '../../../recorder/given.ts';

/** A summary after these records, delivered in this order, and their iterations, concluded in the order of time. */
export const fold = (records: readonly ExperimentRecord[], from = emptySummary()): CampaignSummary => {
  const iterations = [...Map.groupBy(records, ({ reasoning_id }) => reasoning_id)].sort();
  return folded(
    iterations.map(([, each]) => each),
    records.reduce(foldExperiment, from),
  );
};

/** A success in an iteration of its own. */
export const alone = (iteration: number, bdRate: number): ExperimentRecord => ({
  ...givenSuccess(0, bdRate),
  ...ids(iteration),
});
const ids = (iteration: number) => {
  const { experiment_id, reasoning_id } = arm(iteration);
  return { experiment_id, reasoning_id };
};

/** A clip that meets the quality floor at a bitrate, or not at all. */
export const clipAt = (floorMbps: number | null): ClipMeasurement => ({
  name: `clip at ${floorMbps}`,
  kind: 'stored',
  bd_rate_percent: 1,
  bd_rate_ssim_percent: 1,
  bd_rate_reason: null,
  floor_bitrate_mbps: floorMbps,
  anchor_floor_bitrate_mbps: 2,
  psnr_yuv_range: [30, 40],
  anchor_psnr_yuv_range: [30, 40],
});

/** An arm of the iteration with that number. */
export const arm = (iteration: number, index = 0) => {
  const day = String(iteration + 1).padStart(2, '0');
  return givenPlanned(index, { reasoningId: `202611${day}T060000Z-1a2b3c4d` });
};
