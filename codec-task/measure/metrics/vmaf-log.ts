import * as z from 'zod';
import type { VmafScore } from '../../../lambdas/shared/result.ts';
import { VMAF_MODELS } from '../../media/vmaf-models.ts';
import { IncompleteMetricError } from './incomplete-metric.ts';

/** As much of libvmaf's JSON log as is read. */
const VmafLog = z.object({
  frames: z.array(z.object({ metrics: z.object({ vmaf: z.number(), vmaf_neg: z.number() }) })),
});

/**
 * Mean and 5th percentile over frames from libvmaf's JSON log.
 * @throws IncompleteMetricError
 */
export function readVmaf(log: string, frames: number): { vmaf: VmafScore; vmafNeg: VmafScore } {
  const parsed = VmafLog.safeParse(JSON.parse(log));
  const scored = parsed.data?.frames ?? [];
  if (scored.length !== frames) throw new IncompleteMetricError('libvmaf', scored.length, frames);
  const [vmaf, neg] = VMAF_MODELS;
  return {
    vmaf: pooled(
      vmaf.version,
      scored.map(({ metrics }) => metrics.vmaf),
    ),
    vmafNeg: pooled(
      neg.version,
      scored.map(({ metrics }) => metrics.vmaf_neg),
    ),
  };
}

/** The 5th percentile is the value that at most 5 % of the frames are under. */
function pooled(model: string, scores: readonly number[]): VmafScore {
  const sorted = scores.toSorted((a, b) => a - b);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return { model, mean, p5: sorted[Math.floor(0.05 * (sorted.length - 1))] ?? Number.NaN };
}
