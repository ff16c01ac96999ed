import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { ExperimentResult, RatePoint } from '../../lambdas/shared/result.ts';
import type { Cheat } from './cheat.ts';

/** PSNR-YUV in dB of frames that are the source's own, where the mean error is 0 and the score is capped. */
const OWN_FRAMES_DECIBEL = 55;

/** Every test point of a result, by its quality control within its clip. */
function pointsOf(result: ExperimentResult): RatePoint[] {
  return result.clips.flatMap((clip) => clip.points);
}

/** Each point of a result with the honest codec's at the same quality control. */
function pairs(result: ExperimentResult, honest: ExperimentResult): [RatePoint, RatePoint][] {
  return pointsOf(result).flatMap((point) => {
    const same = pointsOf(honest).find((other) => other.quality_control === point.quality_control);
    return same === undefined ? [] : [[point, same] as [RatePoint, RatePoint]];
  });
}

/** The check that caught a cheat, as the result names it; undefined when none did. */
export function caughtBy(
  cheat: Cheat,
  result: ExperimentResult,
  honest: ExperimentResult,
): CheckName | undefined {
  const named = result.failure?.check ?? result.flags?.[0]?.check;
  if (named !== undefined || cheat.charged === undefined) return named;
  const compared = pairs(result, honest);
  const counted = compared.every(([point, same]) => point.bytes >= 0.98 * (same.bitstream_bytes ?? 0));
  return counted && compared.length > 0 ? cheat.check : undefined;
}

/** What a cheat came to: `succeeded` when it got a result without a flag, and what it was for. */
export function outcome(cheat: Cheat, result: ExperimentResult, honest: ExperimentResult): string {
  if (result.failure !== null) return `failed: ${result.failure.check ?? ''} ${result.failure.message}`;
  const [flag] = result.flags ?? [];
  if (flag !== undefined) return `flagged: ${flag.check} ${flag.message}`;
  const compared = pairs(result, honest);
  if (cheat.gain !== 'a-score') {
    if (compared.length === 0) return 'gained nothing: no point to compare';
    const lost = compared.find(([point, same]) => !gained(cheat, point, same));
    if (lost !== undefined) return `gained nothing: ${JSON.stringify(lost.map(figures))}`;
  }
  return 'succeeded';
}

function gained(cheat: Cheat, point: RatePoint, honest: RatePoint): boolean {
  const frames =
    cheat.gain === 'fewer-bits'
      ? point.decoded_sha256 === honest.decoded_sha256
      : point.psnr_yuv >= OWN_FRAMES_DECIBEL;
  return frames && (cheat.gain === 'better-frames' || carried(point) < carried(honest));
}

/** Code that a trick may need, compressed, beyond which a decoder holds more than code. */
const MOST_CODE = 1500;

/** Counted bytes but for the decoder's code. */
function carried({ bytes, decoder_bytes = 0 }: RatePoint): number {
  return bytes - Math.min(MOST_CODE, decoder_bytes);
}

function figures({ quality_control, bytes, psnr_yuv, decoded_sha256 }: RatePoint) {
  return { quality_control, bytes, psnr_yuv, decoded_sha256 };
}
