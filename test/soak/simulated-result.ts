import { agreement } from '../../lambdas/shared/agreement.ts';
import type { ExperimentRecord } from '../../lambdas/shared/record.ts';
import {
  type ExperimentResult,
  ExperimentResult as Result,
  type SetResult,
} from '../../lambdas/shared/result.ts';
import type { Screening } from '../../lambdas/shared/screening.ts';
import { codingHash, sha256 } from '../../lambdas/shared/spec.ts';
import { trueBdRate } from '../lambdas/planner/simulated-world.ts';
import { bdRates, givenClipResult, givenResult } from '../lambdas/recorder/given-result.ts';
import { dice } from './dice.ts';

/** Mbit/s of the anchor at the quality floor. */
const ANCHOR_MBPS = 1.2;
/** Points by which clips that are held back may differ from the others. */
const CLIP_SPREAD = 4;
/** Points behind the champion from which on a screening ends an experiment. */
const HOPELESS = 15;

/**
 * What the task would have written, had it measured what the simulated world holds: the same for the same configuration,
 * with clips that are held back a little off, and a screening that ends what is far behind.
 */
export function simulatedResult(
  planned: ExperimentRecord,
  changes: Partial<ExperimentResult> = {},
): ExperimentResult {
  const { spec } = planned;
  const bdRate = trueBdRate(spec);
  const screening = screeningOf(spec, bdRate);
  const rate = screening?.decision === 'screened out' ? null : bdRate;
  const validates = rate !== null && rate < (spec.validate_below_percent ?? Number.POSITIVE_INFINITY);
  const held = bdRate + CLIP_SPREAD * (2 * dice(0, 'clips', codingHash(spec)) - 1);
  const rates = { tune: rate, validate: held, sealed: held };
  const clips = spec.clips.filter(
    ({ set = 'tune' }) => set === 'tune' || (set === 'validate' ? validates : spec.confirm === true),
  );
  const floor = (percent: number | null) => ANCHOR_MBPS * (1 + (percent ?? 0) / 100);
  const mean = bdRates(rate);
  const count = (name: string) => clips.filter(({ set = 'tune' }) => set === name).length;
  return Result.parse({
    ...givenResult(planned),
    clips: clips.map((clip) => givenClipResult(clip, rates[clip.set ?? 'tune'], floor(rate))),
    bd_rate: mean,
    operating_point: {
      ...{ reached: rate !== null, bitrate_mbps: rate === null ? null : floor(rate) },
      ...{ quality_control: null, psnr_yuv: null, ssim: null },
    },
    agreement: agreement(mean),
    sets: {
      tune: setResult(count('tune'), rate),
      validate: count('validate') === 0 ? null : setResult(count('validate'), held),
      sealed: count('sealed') === 0 ? null : setResult(count('sealed'), held),
    },
    ...(screening && { screening }),
    fingerprint: sha256(`${codingHash(spec)} ${rate === null}`),
    scores_fingerprint: sha256(`scores of ${codingHash(spec)} ${rate === null}`),
    ...changes,
  });
}

function setResult(clips: number, percent: number | null): SetResult {
  return { clips, bd_rate: bdRates(percent), bd_rate_strong: null, worst_clip: null, interval: null };
}

function screeningOf({ screening, clips }: ExperimentRecord['spec'], bdRate: number): Screening | undefined {
  if (screening === undefined) return undefined;
  const rival = screening.champion_percent ?? 0;
  const isOut = bdRate > rival + HOPELESS;
  const score = { percent: bdRate, rival_percent: rival };
  const screened = clips.filter(({ set = 'tune' }) => set === 'tune').slice(0, screening.clips);
  return {
    decision: isOut ? 'screened out' : 'measured in full',
    reason: `it comes to ${bdRate.toFixed(1)} % where ${rival.toFixed(1)} % leads`,
    rival: screening.champion_percent === undefined ? 'anchor' : 'champion',
    configuration: null,
    risk: 0.01,
    beyond_hope: isOut ? ['psnr_yuv', 'ssim_db'] : [],
    clips: screened.map(({ name }) => ({
      ...{ name, quality_controls: [27, 37], psnr_yuv: score, ssim_db: score, champion: null },
    })),
    saved_cpu_seconds: isOut ? 20 : 0,
  };
}
