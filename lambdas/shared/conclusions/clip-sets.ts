import { meanBdRates } from '../rate-distortion/bd-rates.ts';
import type { BdRates, ClipResult, SetResult } from '../result.ts';
import type { ClipReference, ClipSet, ExperimentSpec } from '../spec.ts';
import { worstClip } from '../statistics/averages.ts';
import { pairedInterval } from '../statistics/interval.ts';

/** A clip without a set is for tuning. */
export function clipsOf<Clip extends { readonly set?: ClipSet | undefined }>(
  clips: readonly Clip[],
  set: ClipSet,
): Clip[] {
  return clips.filter((clip) => (clip.set ?? 'tune') === set);
}

/** The measured clips of a set. */
export function resultsOf(clips: readonly ClipResult[], set: ClipSet): ClipResult[] {
  return clips.filter(({ source }) => (source.set ?? 'tune') === set);
}

/** Clips by when they are measured. */
export interface ClipOrder {
  /** The search is judged by them. */
  readonly tune: readonly ClipReference[];
  /** Measured whatever the tune clips come to. */
  readonly certain: readonly ClipReference[];
  /** Measured only when the tune clips come to little enough. */
  readonly conditional: readonly ClipReference[];
}

/** Sealed clips are for finalists alone, and of a finalist nothing is left out. */
export function clipOrder(
  spec: Pick<ExperimentSpec, 'clips' | 'confirm' | 'validate_below_percent'>,
): ClipOrder {
  const [tune, validate, sealed] = (['tune', 'validate', 'sealed'] as const).map((set) =>
    clipsOf(spec.clips, set),
  ) as [ClipReference[], ClipReference[], ClipReference[]];
  if (spec.confirm === true) return { tune, certain: [...validate, ...sealed], conditional: [] };
  return spec.validate_below_percent === undefined
    ? { tune, certain: validate, conditional: [] }
    : { tune, certain: [], conditional: validate };
}

/** Whether the conditional clips are worth their encodes. @param percent mean BD-rate of the tune clips. */
export function isPromising(percent: number | null, below: number | undefined): boolean {
  return below === undefined || (percent !== null && percent < below);
}

/** Mean BD-rate (PSNR-YUV, percent) of clips; null where one has none. */
export function meanPercent(clips: readonly ClipResult[]): number | null {
  return meanBdRates(clips.map(({ source, bd_rate }) => ({ name: source.name, bdRates: bd_rate }))).psnr_yuv
    .percent;
}

/** The first tune clips, which are looked at before the rest; none in what is not screened, repeated or confirmed. */
export function screenedClips({
  clips,
  screening,
  replicate_of,
  confirm,
}: Pick<ExperimentSpec, 'clips' | 'screening' | 'replicate_of' | 'confirm'>): ClipReference[] {
  if (screening === undefined || replicate_of !== undefined || confirm === true) return [];
  return clipsOf(clips, 'tune').slice(0, screening.clips);
}

/** What a set came to; null for one of which nothing was measured. */
export function setResult(clips: readonly ClipResult[]): SetResult | null {
  if (clips.length === 0) return null;
  const percents = clips.flatMap(({ bd_rate }) => bd_rate.psnr_yuv.percent ?? []);
  return {
    clips: clips.length,
    bd_rate: meansOf(clips.map((clip) => [clip, clip.bd_rate])),
    bd_rate_strong: strongMeans(clips),
    worst_clip: worstClip(
      clips.map(({ source: { name }, bd_rate }) => ({ name, percent: bd_rate.psnr_yuv.percent })),
    ),
    interval: percents.length < clips.length ? null : pairedInterval(percents),
  };
}

function strongMeans(clips: readonly ClipResult[]): BdRates | null {
  const pairs = clips.flatMap((clip) => (clip.bd_rate_strong ? [[clip, clip.bd_rate_strong] as const] : []));
  return pairs.length < clips.length ? null : meansOf(pairs);
}

function meansOf(pairs: readonly (readonly [ClipResult, BdRates])[]): BdRates {
  return meanBdRates(pairs.map(([{ source }, bdRates]) => ({ name: source.name, bdRates })));
}
