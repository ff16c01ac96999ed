import { bdRate } from '../../../lambdas/shared/rate-distortion/bd-rate.ts';
import type { BdRate, ClipResult, ExperimentResult, RatePoint } from '../../../lambdas/shared/result.ts';
import type { Contestant } from './contestants.ts';

export interface Contest {
  readonly contestant: Contestant;
  readonly result: ExperimentResult;
}

/** One contestant on one clip. BD-rates in percent; null where the curves allow none. */
export interface ClipFigures {
  readonly clip: string;
  readonly synthetic: boolean;
  readonly psnr: number | null;
  readonly ssim: number | null;
  /** Against the best conventional configuration. */
  readonly psnrAgainstBest: number | null;
  readonly ssimAgainstBest: number | null;
  /** Against the strong HEVC anchor, in PSNR-YUV. */
  readonly psnrAgainstStrong: number | null;
  /** Of an encode, and frames that a CPU second decodes, isolated; means over the ladder. */
  readonly encodeSeconds: number;
  readonly decodeRate: number;
  /** Headers and side information, share of the bitstream in percent; mean over the ladder. */
  readonly sideShare: number;
}

type Metric = 'psnr_yuv' | 'ssim_db';

/** The conventional contestant of the lowest mean BD-rate in PSNR-YUV over the real clips, or over all where none is real. */
export function bestConventional(contests: readonly Contest[]): Contest | undefined {
  const mean = ({ result }: Contest) => {
    const real = result.clips.filter(({ source }) => source.kind === 'stored');
    return average(
      (real.length > 0 ? real : result.clips).map(({ bd_rate }) => bd_rate.psnr_yuv.percent ?? 0),
    );
  };
  return contests
    .filter(({ contestant }) => contestant.strategy === 'conventional')
    .sort((a, b) => mean(a) - mean(b))[0];
}

/** Points of the strong anchor on a clip, from the contestant that was measured with it. */
function strongPoints(contests: readonly Contest[], name: string): readonly RatePoint[] | undefined {
  const clips = contests.flatMap(({ result }) => result.clips);
  return clips.find((clip) => clip.source.name === name && clip.strong_anchor)?.strong_anchor?.points;
}

export function clipFigures(
  { result }: Contest,
  contests: readonly Contest[],
  best = bestConventional(contests),
): ClipFigures[] {
  return result.clips.map((clip) => {
    const other = best?.result.clips.find(({ source }) => source.name === clip.source.name)?.points;
    const strong = strongPoints(contests, clip.source.name);
    return {
      clip: clip.source.name,
      synthetic: clip.source.kind === 'synthetic',
      psnr: clip.bd_rate.psnr_yuv.percent,
      ssim: clip.bd_rate.ssim_db.percent,
      psnrAgainstBest: against(other, clip, 'psnr_yuv'),
      ssimAgainstBest: against(other, clip, 'ssim_db'),
      psnrAgainstStrong: against(strong, clip, 'psnr_yuv'),
      encodeSeconds: average(clip.points.map(({ encode }) => encode.cpu_seconds)),
      decodeRate: average(clip.points.map(({ frames, decode }) => frames / decode.cpu_seconds)),
      sideShare: average(clip.points.map(({ header_bytes, bytes }) => (100 * header_bytes) / bytes)),
    };
  });
}

function against(other: readonly RatePoint[] | undefined, own: ClipResult, metric: Metric): number | null {
  return other === undefined ? null : compare(other, own.points, metric).percent;
}

function compare(anchor: readonly RatePoint[], test: readonly RatePoint[], metric: Metric): BdRate {
  const curve = (points: readonly RatePoint[]) =>
    points.map((point) => ({ rate: point.bitrate_mbps, quality: point[metric] }));
  return bdRate(curve(anchor), curve(test));
}

/** Mean of what is there; NaN of nothing. */
export function average(values: readonly (number | null)[]): number {
  const there = values.filter((value) => value !== null);
  return there.reduce((sum, value) => sum + value, 0) / there.length;
}
