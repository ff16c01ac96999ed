import { withBatchFaults } from '../../../lambdas/recorder/batch-faults.ts';
import { judge } from '../../../lambdas/recorder/verdict.ts';
import { agreement } from '../../../lambdas/shared/agreement.ts';
import type { ExperimentRecord, Measurement } from '../../../lambdas/shared/record.ts';
import type { BdRate } from '../../../lambdas/shared/result.ts';
import { sha256 } from '../../../lambdas/shared/spec.ts';
import { tierOf } from '../../../lambdas/shared/tier.ts';
import type { Entry } from '../worlds/world.ts';

/** Mbit/s of the anchor at the quality floor: the table has rates between curves only, so that every anchor has this. */
const ANCHOR_MBPS = 1;

/**
 * An iteration's planned records as the recorder would end them, had the lab measured what the world holds: verdicts, equal
 * outputs and faults of the whole batch by its own rules.
 * @param found the world's answer to a record
 */
export function recorded(
  planned: readonly ExperimentRecord[],
  found: (record: ExperimentRecord) => Entry,
  earlier: readonly ExperimentRecord[],
): ExperimentRecord[] {
  const ended: ExperimentRecord[] = [];
  for (const record of planned) {
    const measurement = measurementOf(found(record));
    const judgement = judge(record, measurement, [...ended, ...earlier]);
    ended.push({
      ...record,
      status: 'succeeded',
      finished_at: record.planned_at,
      measurement,
      verdict: judgement.verdict,
      verdict_reason: judgement.reason.slice(0, 600),
      duplicate_of: judgement.duplicateOf,
    });
  }
  return withBatchFaults(ended);
}

function measurementOf({ bdRate, clips, cpuSeconds }: Entry): Measurement {
  const ssim = clips.map(({ bdRateSsim }) => bdRateSsim);
  const meanSsim = ssim.includes(null)
    ? null
    : ssim.reduce<number>((sum, rate) => sum + (rate ?? 0), 0) / ssim.length;
  const rates = { psnr_yuv: told(bdRate), psnr_y: told(bdRate), ssim_db: told(meanSsim) };
  const { verdict, sentence } = agreement(rates);
  const bitrate = ANCHOR_MBPS * (1 + bdRate / 100);
  return {
    ...{ bd_rate_percent: bdRate, bd_rate_ssim_percent: meanSsim, bd_rate_reason: null },
    ...{ floor_reached: true, bitrate_mbps: bitrate, anchor_bitrate_mbps: ANCHOR_MBPS, tier: tierOf(bdRate) },
    agreement: { verdict, sentence: sentence.slice(0, 300) },
    clips: clips.map((clip) => ({
      name: clip.name,
      kind: 'stored' as const,
      bd_rate_percent: clip.bdRate,
      bd_rate_ssim_percent: clip.bdRateSsim,
      bd_rate_reason: null,
      floor_bitrate_mbps: bitrate,
      anchor_floor_bitrate_mbps: ANCHOR_MBPS,
      psnr_yuv_range: [34, 42],
      anchor_psnr_yuv_range: [34, 42],
    })),
    validation: null,
    // Equal figures on every clip are the mark of equal bits.
    fingerprint: sha256(JSON.stringify(clips)),
    wall_seconds: cpuSeconds,
    ...{ cpu_seconds: cpuSeconds, tune_cpu_seconds: cpuSeconds, encode_cpu_seconds: cpuSeconds },
    ffmpeg_version: 'replayed',
  };
}

function told(percent: number | null): BdRate {
  return { percent, reason: percent === null ? 'not in the table' : null, overlap: null };
}
