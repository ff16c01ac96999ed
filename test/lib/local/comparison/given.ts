import { decibel } from '../../../../codec-task/quality/decibel.ts';
import type { ClipResult, ExperimentResult, RatePoint } from '../../../../lambdas/shared/result.ts';
import { sha256 } from '../../../../lambdas/shared/spec.ts';
import { givenPlanned, givenSpec } from '../../../lambdas/recorder/given.ts';
import { givenClipResult, givenResult } from '../../../lambdas/recorder/given-result.ts';

/** A curve of four points; each changes the rate at that quality by a factor, in the eyes of one family. */
export interface GivenCurve {
  readonly fidelity: number;
  readonly structure?: number;
}

/** A clip whose rates at equal PSNR and SSIM are those of a plain curve times a factor each. */
export function givenClip(
  name: string,
  { fidelity, structure = fidelity }: GivenCurve,
  frames = name,
): ClipResult {
  const clip = givenClipResult({ kind: 'stored', name, key: name });
  return {
    ...clip,
    source: { ...clip.source, frames_sha256: sha256(frames) },
    points: [1, 2, 3, 4].map((octave) =>
      givenPoint(clip.points[0] as RatePoint, octave, fidelity, structure),
    ),
  };
}

/** Quality rises by 3 dB with each doubling of the rate, so that a factor on the rate is a shift in dB. */
function givenPoint(base: RatePoint, octave: number, fidelity: number, structure: number): RatePoint {
  const rate = 2 ** octave;
  const psnr = 30 + 3 * Math.log2(rate / fidelity);
  const ssim = 1 - 10 ** -((10 + 3 * Math.log2(rate / structure)) / 10);
  return {
    ...base,
    role: 'ladder',
    bitrate_mbps: rate,
    ...{ psnr_yuv: psnr, psnr_y: psnr },
    ...{ ssim, ssim_db: decibel(ssim), ms_ssim: ssim, ms_ssim_db: decibel(ssim) },
  };
}

export function givenMeasured(id: string, clips: readonly ClipResult[]): ExperimentResult {
  return givenResult(givenPlanned(0, { spec: givenSpec() }), { experiment_id: id, clips: [...clips] });
}
