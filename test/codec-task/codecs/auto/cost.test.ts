import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapest, lagrangianCost, slopesBetween } from '../../../../codec-task/codecs/auto/cost.ts';

const scores = (bits: number, psnrYuv: number, ssimDb: number) => ({ bits, psnrYuv, ssimDb });
/** Twice the bits for 3.01 dB: distortion falls as the rate rises. */
const THREE_DB = { psnrYuv: 1, ssimDb: 1 };

describe('the Lagrangian cost', () => {
  it('given points of one rate-distortion curve, is the same for all of them', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.4, max: 2.5, noNaN: true }),
        fc.double({ min: 0.4, max: 2.5, noNaN: true }),
        fc.double({ min: 100, max: 1e9, noNaN: true }),
        (psnr, ssim, bits) => {
          const nepers = Math.log(bits / 1e6);
          const db = (slope: number) => 40 + (10 / Math.LN10) * slope * nepers;
          const slopes = { psnrYuv: psnr, ssimDb: ssim };
          const [at, reference] = [scores(bits, db(psnr), db(ssim)), scores(1e6, 40, 40)];
          expect(lagrangianCost(at, slopes)).toBeCloseTo(lagrangianCost(reference, slopes), 8);
          if (Math.abs(nepers) < 0.01) return;
          const measured = slopesBetween(reference, at);
          expect(measured.psnrYuv).toBeCloseTo(psnr, 6);
          expect(measured.ssimDb).toBeCloseTo(ssim, 6);
        },
      ),
    );
  });

  it('given 2 % fewer bits at equal quality, is lower by 2 %', () => {
    const difference =
      lagrangianCost(scores(98, 40, 15), THREE_DB) - lagrangianCost(scores(100, 40, 15), THREE_DB);
    expect(Math.exp(difference)).toBeCloseTo(0.98, 10);
  });

  it('given one family that gains and one that loses more, keeps what there was', () => {
    const [first, second] = [{ scores: scores(100, 40, 15) }, { scores: scores(100, 40.05, 14.9) }];
    expect(cheapest([first, second], THREE_DB)).toBe(first);
    expect(cheapest([first, { scores: scores(100, 40.1, 14.95) }], THREE_DB)).not.toBe(first);
  });

  it('given equal costs, keeps the first', () => {
    const [first, second] = [{ scores: scores(100, 40, 15) }, { scores: scores(100, 40, 15) }];
    expect(cheapest([first, second], THREE_DB)).toBe(first);
  });

  it('given two encodes that differ in nothing, takes a neutral slope', () => {
    expect(slopesBetween(scores(100, 60, 60), scores(100, 60, 60))).toEqual({ psnrYuv: 1, ssimDb: 1 });
  });
});
