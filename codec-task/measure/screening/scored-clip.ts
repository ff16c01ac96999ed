import type { RatePoint } from '../../../lambdas/shared/result.ts';
import { screeningScore } from '../../../lambdas/shared/screening/score.ts';
import {
  type RivalPoint,
  SCREENED_MEASURES,
  type ScreenedClip,
  type ScreenedMeasure,
} from '../../../lambdas/shared/screening.ts';

/** What a clip's screening is computed from. */
export interface ScreeningCurves {
  readonly name: string;
  readonly controls: readonly number[];
  /** Of the test, the screened ones among them. */
  readonly points: readonly RatePoint[];
  readonly anchor: readonly RatePoint[];
  /** Null: the anchor is the rival. */
  readonly champion: readonly RivalPoint[] | null;
}

/** A clip's scores. Points of a floor search are no part of the anchor's curve, as in a BD-rate. */
export function scoredClip({ name, controls, points, anchor, champion }: ScreeningCurves): ScreenedClip {
  const screened = points.filter(
    ({ role, quality_control }) => role === 'ladder' && controls.includes(quality_control),
  );
  const anchorLadder = anchor.filter(({ role }) => role !== 'floor');
  const score = (measure: ScreenedMeasure) =>
    screeningScore(
      curve(screened, measure),
      curve(anchorLadder, measure),
      champion && curve(champion, measure),
    );
  const [psnr_yuv, ssim_db] = SCREENED_MEASURES.map(score) as [
    ScreenedClip['psnr_yuv'],
    ScreenedClip['ssim_db'],
  ];
  return {
    name,
    quality_controls: [...controls],
    psnr_yuv,
    ssim_db,
    champion: champion && [...champion],
  };
}

/** As much of a kept point as a result repeats of a curve that is not its own. */
export function rivalPoint(point: RatePoint): RivalPoint {
  const { quality_control, bitrate_mbps, psnr_yuv, ssim_db, bitstream_sha256 } = point;
  return { quality_control, bitrate_mbps, psnr_yuv, ssim_db, bitstream_sha256 };
}

function curve(
  points: readonly Pick<RivalPoint, 'bitrate_mbps' | ScreenedMeasure>[],
  measure: ScreenedMeasure,
) {
  return points.map((point) => ({ rate: point.bitrate_mbps, quality: point[measure] }));
}
