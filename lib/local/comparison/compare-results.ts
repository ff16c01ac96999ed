import { agreement } from '../../../lambdas/shared/agreement.ts';
import type { Strategy } from '../../../lambdas/shared/names.ts';
import { ladderBdRates, meanBdRates } from '../../../lambdas/shared/rate-distortion/bd-rates.ts';
import { rateDifferences } from '../../../lambdas/shared/rate-distortion/rate-differences.ts';
import type {
  Agreement,
  BdRates,
  ClipResult,
  ExperimentResult,
  RateDifference,
  SetResult,
} from '../../../lambdas/shared/result.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { overClips } from '../../../lambdas/shared/statistics/compare.ts';
import { UsageError } from '../usage-error.ts';
import { remarksOn } from './remarks.ts';

/** One of two results that are compared. */
export interface Compared {
  readonly id: string;
  readonly strategy: Strategy;
  readonly encoder: string;
  readonly parameters: Parameters;
  readonly started_at: string;
}

/** One clip: rate of B against A. */
export interface ClipComparison {
  readonly name: string;
  readonly kind: 'synthetic' | 'stored';
  readonly frames_sha256: string;
  readonly bd_rate: BdRates;
  /** At whole dB of PSNR-YUV that both curves reach. */
  readonly rate_differences: readonly RateDifference[];
  /** Whether both families of metrics say the same. */
  readonly agreement: Agreement;
}

/** What the clips' BD-rates in PSNR-YUV come to, in percent. */
export interface OverAllClips {
  readonly mean: number;
  readonly geometric_mean: number;
  readonly median: number;
  readonly worst_clip: NonNullable<SetResult['worst_clip']>;
  /** 95 % interval of the mean; null under six clips. */
  readonly interval: SetResult['interval'];
  /** Two-sided p-value of the exact sign-flip test; null under six clips. */
  readonly sign_flip_p: number | null;
}

/**
 * Rate of B against A at equal quality, in percent, negative where B needs fewer bits: from the curves of both, no anchor
 * between.
 */
export interface Comparison {
  readonly a: Compared;
  readonly b: Compared;
  readonly clips: readonly ClipComparison[];
  /** Clips that the other one lacks. */
  readonly only_a: readonly string[];
  readonly only_b: readonly string[];
  /** Arithmetic means over the clips. */
  readonly bd_rate: BdRates;
  /** Of the means. */
  readonly agreement: Agreement;
  /** Over the clips in PSNR-YUV; null when any has no BD-rate. */
  readonly over_clips: OverAllClips | null;
  /** What else differs between the two, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Compares two results on the clips of which both have the same frames.
 * @throws UsageError when there is none.
 */
export function compareResults(a: ExperimentResult, b: ExperimentResult): Comparison {
  const pairs = a.clips.flatMap((clip) => {
    const other = b.clips.find(({ source }) => source.frames_sha256 === clip.source.frames_sha256);
    return other === undefined ? [] : [[clip, other] as const];
  });
  if (pairs.length === 0)
    throw new UsageError(
      `${a.experiment_id} and ${b.experiment_id} have no clip with the same frames (${names(a.clips)}; ${names(b.clips)}): measure both on the same clips and as many frames`,
    );
  const clips = pairs.map(([one, other]) => compareClips(one, other));
  const bdRates = meanBdRates(clips.map(({ name, bd_rate }) => ({ name, bdRates: bd_rate })));
  return {
    a: compared(a),
    b: compared(b),
    clips,
    only_a: without(a.clips, b.clips),
    only_b: without(b.clips, a.clips),
    bd_rate: bdRates,
    agreement: agreement(bdRates),
    over_clips: overAllClips(clips),
    remarks: remarksOn(a, b),
  };
}

function compared({ experiment_id, spec, started_at }: ExperimentResult): Compared {
  const { strategy, encoder, parameters } = spec;
  return { id: experiment_id, strategy, encoder, parameters, started_at };
}

function compareClips(a: ClipResult, b: ClipResult): ClipComparison {
  const { name, kind, frames_sha256 } = a.source;
  const bdRates = ladderBdRates(a.points, b.points);
  return {
    ...{ name, kind, frames_sha256, bd_rate: bdRates },
    rate_differences: rateDifferences(a.points, b.points),
    agreement: agreement(bdRates),
  };
}

function overAllClips(clips: readonly ClipComparison[]): OverAllClips | null {
  const rates = clips.map(({ name, bd_rate }) => ({ name, percent: bd_rate.psnr_yuv.percent }));
  const known = rates.filter((rate): rate is { name: string; percent: number } => rate.percent !== null);
  const over = known.length < rates.length ? undefined : overClips(known);
  if (over === undefined) return null;
  const { mean, geometricMean, median, worst, interval, signFlip } = over;
  return {
    ...{ mean, geometric_mean: geometricMean, median },
    ...{ worst_clip: worst, interval, sign_flip_p: signFlip },
  };
}

function without(clips: readonly ClipResult[], others: readonly ClipResult[]): string[] {
  const hashes = new Set(others.map(({ source }) => source.frames_sha256));
  return clips.filter(({ source }) => !hashes.has(source.frames_sha256)).map(({ source }) => source.name);
}

function names(clips: readonly ClipResult[]): string {
  return clips.length === 0
    ? 'no clips'
    : clips.map(({ source }) => `${source.name} of ${source.frames} frames`).join(', ');
}
