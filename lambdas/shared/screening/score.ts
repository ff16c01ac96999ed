import { type CurvePoint, curveRefusal } from '../rate-distortion/bd-rate.ts';
import { pchip } from '../rate-distortion/interpolation/pchip.ts';
import { at, evaluate, type PiecewiseCubic } from '../rate-distortion/interpolation/piecewise-cubic.ts';
import type { ScreeningScore } from '../screening.ts';
import { arithmeticMean } from '../statistics/averages.ts';

/**
 * The distance of some rate points from the anchor's curve: the mean over the points of ln(rate) minus the logarithm of the
 * anchor's rate at the same quality, by PCHIP, as percent of the rate. Beside it the rival's at the same qualities. A point
 * outside the quality range of either curve is left out, since nothing is extrapolated.
 * @param rival null: the anchor itself, which lies at 0.
 * @returns null where no point is left, or where a curve is none
 */
export function screeningScore(
  points: readonly CurvePoint[],
  anchor: readonly CurvePoint[],
  rival: readonly CurvePoint[] | null,
): ScreeningScore | null {
  const [anchorCurve, rivalCurve] = [logRates(anchor), rival && logRates(rival)];
  if (anchorCurve === undefined || rivalCurve === undefined) return null;
  const compared = points.filter(
    ({ quality }) => reaches(anchorCurve, quality) && (rivalCurve === null || reaches(rivalCurve, quality)),
  );
  if (compared.length === 0) return null;
  const distance = (logRate: (point: CurvePoint) => number) =>
    percentOf(arithmeticMean(compared.map((point) => logRate(point) - evaluate(anchorCurve, point.quality))));
  return {
    percent: distance(({ rate }) => Math.log(rate)),
    rival_percent: rivalCurve === null ? 0 : distance(({ quality }) => evaluate(rivalCurve, quality)),
  };
}

/** Of a score and its rival's: the difference of the logarithms of the rates, negative where fewer bits were needed. */
export function logAdvantage({ percent, rival_percent }: ScreeningScore): number {
  return Math.log1p(percent / 100) - Math.log1p(rival_percent / 100);
}

/** A difference of logarithms of rates as percent of the rate. */
export function percentOf(logDifference: number): number {
  return 100 * Math.expm1(logDifference);
}

function logRates(points: readonly CurvePoint[]): PiecewiseCubic | undefined {
  if (curveRefusal(points) !== undefined) return undefined;
  const sorted = [...points].sort((a, b) => a.quality - b.quality);
  return pchip(
    sorted.map(({ quality }) => quality),
    sorted.map(({ rate }) => Math.log(rate)),
  );
}

function reaches({ x }: PiecewiseCubic, quality: number): boolean {
  return quality >= at(x, 0) && quality <= at(x, x.length - 1);
}
