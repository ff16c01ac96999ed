import type { BdRate } from '../result.ts';
import { akima } from './interpolation/akima.ts';
import { cubicFitIntegral } from './interpolation/cubic-fit.ts';
import { pchip } from './interpolation/pchip.ts';
import { integrate } from './interpolation/piecewise-cubic.ts';

/** A point of a rate-distortion curve: rate in any unit, quality in dB or another measure that rises with quality. */
export interface CurvePoint {
  readonly rate: number;
  readonly quality: number;
}

export type Interpolant = 'pchip' | 'akima' | 'cubic';

/** Why there is no BD-rate. */
export type Refusal =
  | 'too-few-points'
  | 'invalid-point'
  | 'duplicate-quality'
  | 'not-monotonic'
  | 'no-overlap'
  | 'low-overlap'
  | 'saturated'
  | 'screened-out'
  | 'not-measured';

/** Fewest points of a curve in a reported BD-rate. */
const FEWEST_POINTS = 4;
/** Smallest share of the anchor's quality range that a reported BD-rate may rest on. */
const LEAST_OVERLAP = 0.5;
/** Below this share a BD-rate comes with a warning. */
const AMPLE_OVERLAP = 0.75;

/**
 * Bjontegaard delta rate (G. Bjontegaard, VCEG-M33; PCHIP as in JVET-T2010): the average difference of ln(rate) over the
 * common quality range, as percent of the anchor's rate. Negative: the test curve needs fewer bits. A case that cannot
 * be computed is answered with a reason, never a number.
 */
export function bdRate(
  anchor: readonly CurvePoint[],
  test: readonly CurvePoint[],
  interpolant: Interpolant = 'pchip',
): BdRate {
  const refusal = curveRefusal(anchor) ?? curveRefusal(test);
  if (refusal !== undefined) return refused(refusal, null);
  const [a, t] = [byQuality(anchor), byQuality(test)];
  const overlap = overlapOf(a, t);
  if (overlap <= 0) return refused('no-overlap', 0);
  if (overlap < LEAST_OVERLAP) return refused('low-overlap', overlap);
  const share = Math.floor(100 * overlap);
  const warning =
    overlap < AMPLE_OVERLAP ? `the curves share only ${share} % of the anchor's quality range` : null;
  return { percent: meanRateDifference(a, t, interpolant), reason: null, overlap, warning };
}

/** No number, but why. */
export function refused(reason: Refusal, overlap: number | null): BdRate {
  return { percent: null, reason, overlap, warning: null };
}

/** The definition itself, without the rules of reporting; NaN where the ranges do not meet. */
export function meanRateDifference(
  anchor: readonly CurvePoint[],
  test: readonly CurvePoint[],
  interpolant: Interpolant,
): number {
  const axes = (points: readonly CurvePoint[]) => ({
    x: byQuality(points).map((p) => p.quality),
    y: byQuality(points).map((p) => Math.log(p.rate)),
  });
  return 100 * Math.expm1(meanDifference(axes(anchor), axes(test), interpolant));
}

/** BD-quality: the same with the axes swapped, over log10(rate), in the unit of quality; null where the rates do not meet. */
export function meanQualityDifference(
  anchor: readonly CurvePoint[],
  test: readonly CurvePoint[],
  interpolant: Interpolant,
): number | null {
  const axes = (points: readonly CurvePoint[]) => {
    const sorted = [...points].sort((p, q) => p.rate - q.rate);
    return { x: sorted.map((p) => Math.log10(p.rate)), y: sorted.map((p) => p.quality) };
  };
  const difference = meanDifference(axes(anchor), axes(test), interpolant);
  return Number.isNaN(difference) ? null : difference;
}

interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Mean of test minus anchor over the common range of x; NaN where there is none. */
function meanDifference(anchor: Curve, test: Curve, interpolant: Interpolant): number {
  const from = Math.max(anchor.x[0] ?? Number.NaN, test.x[0] ?? Number.NaN);
  const to = Math.min(anchor.x.at(-1) ?? Number.NaN, test.x.at(-1) ?? Number.NaN);
  if (!(to > from)) return Number.NaN;
  return (integral(test, from, to, interpolant) - integral(anchor, from, to, interpolant)) / (to - from);
}

function integral({ x, y }: Curve, from: number, to: number, interpolant: Interpolant): number {
  if (interpolant === 'cubic') return cubicFitIntegral(x, y, from, to);
  return integrate(interpolant === 'pchip' ? pchip(x, y) : akima(x, y), from, to);
}

/** Why a curve by itself cannot be compared; undefined for a sound one. */
export function curveRefusal(points: readonly CurvePoint[]): Refusal | undefined {
  if (points.length < FEWEST_POINTS) return 'too-few-points';
  if (points.some(({ rate, quality }) => !(rate > 0 && Number.isFinite(rate) && Number.isFinite(quality))))
    return 'invalid-point';
  const byRate = [...points].sort((a, b) => a.rate - b.rate);
  if (new Set(points.map((point) => point.quality)).size < points.length) return 'duplicate-quality';
  const rises = byRate.every(
    (point, index) =>
      index === 0 ||
      ((byRate[index - 1]?.quality ?? 0) < point.quality && (byRate[index - 1]?.rate ?? 0) < point.rate),
  );
  return rises ? undefined : 'not-monotonic';
}

function byQuality(points: readonly CurvePoint[]): CurvePoint[] {
  return [...points].sort((a, b) => a.quality - b.quality);
}

/** Common quality range as a share of the anchor's; both sorted by quality. */
function overlapOf(anchor: readonly CurvePoint[], test: readonly CurvePoint[]): number {
  const [aLow, aHigh, tLow, tHigh] = [anchor[0], anchor.at(-1), test[0], test.at(-1)].map(
    (point) => point?.quality ?? Number.NaN,
  );
  const common = Math.min(aHigh as number, tHigh as number) - Math.max(aLow as number, tLow as number);
  return common / ((aHigh as number) - (aLow as number));
}
