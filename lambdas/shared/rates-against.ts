import type { MeasureRates } from './record.ts';
import type { BdRates } from './result.ts';
import { arithmeticMean } from './statistics/averages.ts';
import { rateOfBoth } from './statistics/compare.ts';

/**
 * BD-rates of one against another, where both were measured against the same anchor: (1 + b) / (1 + a) - 1. Without another,
 * against that anchor.
 */
export function ratesAgainst(own: MeasureRates, rival: MeasureRates | undefined): BdRates {
  const rate = (measure: keyof MeasureRates) => {
    const [b, a] = [own[measure], rival === undefined ? 0 : rival[measure]];
    const known = typeof a === 'number' && typeof b === 'number';
    return rateOnly(known ? rateOfBoth(a, b) : null);
  };
  return {
    psnr_yuv: rate('psnr_yuv'),
    psnr_y: rateOnly(null),
    ssim_db: rate('ssim_db'),
    ms_ssim_db: rate('ms_ssim_db'),
    xpsnr: typeof own.xpsnr === 'number' ? rate('xpsnr') : null,
    vmaf_neg: typeof own.vmaf_neg === 'number' ? rate('vmaf_neg') : null,
  };
}

/** Arithmetic means over clips; no number in a measure that a clip lacks. */
export function meanRates(all: readonly BdRates[]): BdRates {
  const mean = (measure: keyof BdRates) => {
    const percents = all.flatMap((rates) => rates[measure]?.percent ?? []);
    return rateOnly(percents.length < all.length ? null : arithmeticMean(percents));
  };
  return {
    psnr_yuv: mean('psnr_yuv'),
    psnr_y: rateOnly(null),
    ssim_db: mean('ssim_db'),
    ms_ssim_db: mean('ms_ssim_db'),
    xpsnr: mean('xpsnr'),
    vmaf_neg: mean('vmaf_neg'),
  };
}

function rateOnly(percent: number | null): BdRates['psnr_yuv'] {
  return { percent, reason: percent === null ? 'not-measured' : null, overlap: null };
}
