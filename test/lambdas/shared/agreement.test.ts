import { describe, expect, it } from 'vitest';
import { agreement } from '../../../lambdas/shared/agreement.ts';
import type { BdRate, BdRates } from '../../../lambdas/shared/result.ts';

const rate = (percent: number | null): BdRate =>
  percent === null
    ? { percent, reason: 'low-overlap', overlap: 0.3 }
    : { percent, reason: null, overlap: 1, warning: null };

const rates = (
  psnr: number | null,
  ssim: number | null,
  more: Partial<Record<'ms_ssim_db' | 'xpsnr' | 'vmaf' | 'vmaf_neg', number | null>> = {},
): BdRates => ({
  psnr_yuv: rate(psnr),
  psnr_y: rate(psnr),
  ssim_db: rate(ssim),
  ...Object.fromEntries(Object.entries(more).map(([name, percent]) => [name, rate(percent)])),
});

describe('the agreement of two families of metrics', () => {
  it.each([
    ['better in both', rates(-12, -9), 'better'],
    ['worse in both', rates(3, 4), 'worse'],
    ['within a tenth of a percent in both', rates(0.1, -0.1), 'equal'],
    ['better samples, worse structure', rates(-12, 5), 'metric disagreement'],
    ['better samples, equal structure', rates(-12, 0.05), 'metric disagreement'],
    ['a loss within a family', rates(-12, -9, { vmaf_neg: 2 }), 'metric disagreement'],
    ['a loss in XPSNR', rates(-12, -9, { xpsnr: 2 }), 'metric disagreement'],
    ['a gain where another of the family is equal', rates(-12, -9, { xpsnr: 0, ms_ssim_db: 0 }), 'better'],
    ['plain VMAF against all others', rates(-12, -9, { vmaf: 30 }), 'better'],
    ['SSIM without a BD-rate and MS-SSIM with one', rates(-12, null, { ms_ssim_db: -9 }), 'better'],
    ['no structure at all', rates(-12, null), 'unknown'],
    ['no PSNR and a gain in XPSNR', rates(null, -9, { xpsnr: -9 }), 'unknown'],
  ])('given %s, says so', (_, bdRates, verdict) => {
    expect(agreement(bdRates).verdict).toBe(verdict);
  });

  it('given figures, its sentence has them all', () => {
    expect(agreement(rates(-12.345, 5, { ms_ssim_db: null })).sentence).toBe(
      'fidelity says better (PSNR-YUV -12.35 %), structure says worse (SSIM +5.00 %, MS-SSIM low-overlap)',
    );
  });
});
