import type { RateDifference, RatePoint } from '../result.ts';
import { curveRefusal } from './bd-rate.ts';
import { pchip } from './interpolation/pchip.ts';
import { at, evaluate } from './interpolation/piecewise-cubic.ts';

/**
 * Difference in rate of two ladders at each whole dB of PSNR-YUV that both reach, by PCHIP of the logarithm of the rate;
 * without the floor search. Empty where a curve is none or the ranges hold no whole dB in common.
 */
export function rateDifferences(anchor: readonly RatePoint[], test: readonly RatePoint[]): RateDifference[] {
  const [a, t] = [logRateCurve(anchor), logRateCurve(test)];
  if (a === undefined || t === undefined) return [];
  const lowest = Math.ceil(Math.max(at(a.x, 0), at(t.x, 0)));
  const highest = Math.floor(Math.min(at(a.x, a.x.length - 1), at(t.x, t.x.length - 1)));
  return Array.from({ length: Math.max(0, highest - lowest + 1) }, (_, index) => {
    const quality = lowest + index;
    return { psnr_yuv: quality, percent: 100 * Math.expm1(evaluate(t, quality) - evaluate(a, quality)) };
  });
}

function logRateCurve(points: readonly RatePoint[]) {
  const curve = points
    .filter(({ role }) => role !== 'floor')
    .map((point) => ({ rate: point.bitrate_mbps, quality: point.psnr_yuv }))
    .sort((p, q) => p.quality - q.quality);
  if (curveRefusal(curve) !== undefined) return undefined;
  return pchip(
    curve.map(({ quality }) => quality),
    curve.map(({ rate }) => Math.log(rate)),
  );
}
