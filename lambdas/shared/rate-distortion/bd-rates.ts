import type { BdRate, BdRates, RatePoint } from '../result.ts';
import { bdRate } from './bd-rate.ts';

const MEASURES = ['psnr_yuv', 'psnr_y', 'ssim_db'] as const;

/** BD-rates of two ladders; points of the floor search are left out, since the anchor's own range fixes the comparison. */
export function ladderBdRates(anchor: readonly RatePoint[], test: readonly RatePoint[]): BdRates {
  const curve = (points: readonly RatePoint[], measure: (typeof MEASURES)[number]) =>
    points
      .filter((point) => point.role !== 'floor')
      .map((point) => ({ rate: point.bitrate_mbps, quality: point[measure] }));
  return overMeasures((measure) => bdRate(curve(anchor, measure), curve(test, measure)));
}

/** Arithmetic mean over clips; no number, but the first clip's reason, when any clip has none. */
export function meanBdRates(clips: readonly { readonly name: string; readonly bdRates: BdRates }[]): BdRates {
  return overMeasures((measure): BdRate => {
    const rates = clips.map(({ name, bdRates }) => ({ name, ...bdRates[measure] }));
    const refused = rates.find(({ percent }) => percent === null);
    if (refused !== undefined)
      return { percent: null, reason: `${refused.reason} on ${refused.name}`, overlap: refused.overlap };
    if (rates.length === 0) return { percent: null, reason: 'no clip was measured', overlap: null };
    const percent = rates.reduce((sum, rate) => sum + (rate.percent ?? 0), 0) / rates.length;
    return { percent, reason: null, overlap: Math.min(...rates.map(({ overlap }) => overlap ?? 0)) };
  });
}

function overMeasures(answer: (measure: (typeof MEASURES)[number]) => BdRate): BdRates {
  return { psnr_yuv: answer('psnr_yuv'), psnr_y: answer('psnr_y'), ssim_db: answer('ssim_db') };
}
