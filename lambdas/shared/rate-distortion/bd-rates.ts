import type { BdRate, BdRates, RatePoint } from '../result.ts';
import { bdRate, type CurvePoint, refused } from './bd-rate.ts';
import { isSaturated } from './saturation.ts';

/** How a rate point is read in each measure; undefined or null where it was not measured. */
const MEASURES = {
  psnr_yuv: (point) => point.psnr_yuv,
  psnr_y: (point) => point.psnr_y,
  ssim_db: (point) => point.ssim_db,
  ms_ssim_db: (point) => point.ms_ssim_db,
  xpsnr: (point) => point.xpsnr?.yuv,
  vmaf: (point) => point.vmaf?.mean,
  vmaf_neg: (point) => point.vmaf_neg?.mean,
} as const satisfies Record<keyof BdRates, (point: RatePoint) => number | null | undefined>;
type Measure = keyof typeof MEASURES;

/** Those that end at a ceiling, 100, which the measures in dB do not have. */
const WITH_CEILING: ReadonlySet<Measure> = new Set(['vmaf', 'vmaf_neg']);

/**
 * BD-rates of two ladders; points of the floor search are left out, since the anchor's own range fixes the comparison.
 * Null in a measure that a point of either side lacks.
 */
export function ladderBdRates(anchor: readonly RatePoint[], test: readonly RatePoint[]): BdRates {
  return overMeasures((measure) => {
    const curves = [curveOf(anchor, measure), curveOf(test, measure)] as const;
    const [a, t] = curves;
    if (a === undefined || t === undefined) return null;
    if (WITH_CEILING.has(measure) && (isSaturated(a) || isSaturated(t))) return refused('saturated', null);
    return bdRate(a, t);
  });
}

/**
 * Arithmetic mean over clips; no number, but the first clip's reason, when any clip has none. Null in a measure that a
 * clip lacks.
 */
export function meanBdRates(clips: readonly { readonly name: string; readonly bdRates: BdRates }[]): BdRates {
  return overMeasures((measure) => {
    const rates = clips.flatMap(({ name, bdRates }) => {
      const rate = bdRates[measure];
      return rate ? [{ name, ...rate }] : [];
    });
    if (clips.length === 0)
      return { percent: null, reason: 'no clip was measured', overlap: null, warning: null };
    if (rates.length < clips.length) return null;
    const without = rates.find(({ percent }) => percent === null);
    if (without !== undefined)
      return {
        percent: null,
        reason: `${without.reason} on ${without.name}`,
        overlap: without.overlap,
        warning: null,
      };
    const percent = rates.reduce((sum, rate) => sum + (rate.percent ?? 0), 0) / rates.length;
    const warned = rates.find(({ warning }) => warning);
    return {
      percent,
      reason: null,
      overlap: Math.min(...rates.map(({ overlap }) => overlap ?? 0)),
      warning: warned ? `${warned.warning} on ${warned.name}` : null,
    };
  });
}

function curveOf(points: readonly RatePoint[], measure: Measure): CurvePoint[] | undefined {
  const curve = points
    .filter(({ role }) => role !== 'floor')
    .map((point) => ({ rate: point.bitrate_mbps, quality: MEASURES[measure](point) }));
  return curve.every((point): point is CurvePoint => typeof point.quality === 'number') ? curve : undefined;
}

function overMeasures(answer: (measure: Measure) => BdRate | null): BdRates {
  // Every lab has these: a lack of one has a reason.
  const always = (measure: Measure): BdRate => answer(measure) ?? refused('not-measured', null);
  return {
    psnr_yuv: always('psnr_yuv'),
    psnr_y: always('psnr_y'),
    ssim_db: always('ssim_db'),
    ms_ssim_db: always('ms_ssim_db'),
    xpsnr: answer('xpsnr'),
    vmaf: answer('vmaf'),
    vmaf_neg: answer('vmaf_neg'),
  };
}
