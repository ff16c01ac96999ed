import type { MeasureRates, Validation } from './record.ts';
import type { BdRates, ExperimentResult } from './result.ts';
import { rounded } from './rounded.ts';

/** What a result's validate clips came to; null where none was measured. */
export function validationOf(result: ExperimentResult): Validation | null {
  const set = result.sets?.validate ?? null;
  if (set === null) return null;
  const tune = result.bd_rate.psnr_yuv.percent;
  const percent = set.bd_rate.psnr_yuv.percent;
  const clips = result.spec.clips.flatMap(({ name, set: ofClip }, clip) => {
    if (ofClip !== 'validate') return [];
    const measured = result.clips.find(({ source }) => source.name === name && source.set === 'validate');
    return measured === undefined ? [] : [{ clip, ...measureRates(measured.bd_rate) }];
  });
  return {
    clips,
    bd_rate_percent: rounded(percent),
    bd_rate_ssim_percent: rounded(set.bd_rate.ssim_db.percent),
    bd_rate_ms_ssim_percent: rounded(set.bd_rate.ms_ssim_db?.percent ?? null),
    bd_rate_reason: set.bd_rate.psnr_yuv.reason?.slice(0, 200) ?? null,
    bd_rate_strong_percent: rounded(set.bd_rate_strong?.psnr_yuv.percent ?? null),
    gap_points: tune === null || percent === null ? null : rounded(percent - tune),
    interval: set.interval && { low: rounded(set.interval.low), high: rounded(set.interval.high) },
  };
}

/** To a thousandth of a percent, which bounds the row's size; a measure that this ffmpeg lacks is left out. */
function measureRates({ psnr_yuv, ssim_db, ms_ssim_db, xpsnr, vmaf_neg }: BdRates): MeasureRates {
  const short = (percent: number | null) => rounded(percent, 3);
  return {
    psnr_yuv: short(psnr_yuv.percent),
    ssim_db: short(ssim_db.percent),
    ...(ms_ssim_db && { ms_ssim_db: short(ms_ssim_db.percent) }),
    ...(xpsnr && { xpsnr: short(xpsnr.percent) }),
    ...(vmaf_neg && { vmaf_neg: short(vmaf_neg.percent) }),
  };
}
