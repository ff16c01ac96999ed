import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contest, ruleOn, type Standing } from '../../../lambdas/shared/promotion.ts';
import type { MeasureRates } from '../../../lambdas/shared/record.ts';

/** The same figure in both families. */
const both = (percent: number | null): MeasureRates => ({
  psnr_yuv: percent,
  ssim_db: percent,
  ms_ssim_db: percent,
});
const standing = (
  experimentId: string,
  tune: MeasureRates,
  validate: readonly (number | null)[] | null,
): Standing => ({
  experimentId,
  tune,
  validate: validate?.map((percent, index) => ({ clip: index + 2, ...both(percent) })) ?? null,
});
/** A candidate with these figures on two tune clips and the rest to validate, against nothing but the anchor. */
const contest = (
  tune: MeasureRates,
  validate: readonly (number | null)[] | null,
  change: Partial<Contest> = {},
): Contest => ({
  candidate: standing('candidate', tune, validate),
  champion: null,
  validateClips: (validate ?? []).map((_percent, index) => ({ clip: index + 2, name: `clip ${index}` })),
  noisePercent: 0,
  ...change,
});
const champion = (tune: number, validate: readonly number[]) => ({
  champion: standing('champion', both(tune), validate),
});

describe('without a champion', () => {
  it('one that is better than the anchor on every validate clip is promoted, provisionally under six', () => {
    expect(ruleOn(contest(both(-10), [-4, -8]))).toEqual({
      decision: 'promoted',
      provisional: true,
      unvalidated: false,
      reason:
        '-6.00 % against the anchor on 2 validate clips in both families of metrics, better on each; provisional, because fewer than six give no interval',
    });
  });

  it('one of a campaign without validate clips is promoted on the tune clips alone, and that is said', () => {
    const ruling = ruleOn(contest(both(-10), null));

    expect(ruling).toMatchObject({ decision: 'promoted', provisional: true, unvalidated: true });
    expect(ruling.reason).toContain('provisional and unvalidated, because the campaign has no clip');
  });

  it.each([
    ['needs more bits', both(3)],
    ['is equal', both(0)],
    ['has no BD-rate', both(null)],
  ])('one that %s on the tune clips is no candidate', (_fault, tune) => {
    expect(ruleOn(contest(tune, [-5, -5])).decision).toBe('no candidate');
  });

  it.each([
    ['SSIM', { psnr_yuv: -10, ssim_db: 2 }],
    ['MS-SSIM alone', { psnr_yuv: -10, ssim_db: -5, ms_ssim_db: 0.5 }],
    ['VMAF-NEG alone', { psnr_yuv: -10, ssim_db: -5, vmaf_neg: 4 }],
    ['XPSNR alone', { psnr_yuv: -10, xpsnr: 1, ssim_db: -5 }],
  ])('one that loses in %s is a metric disagreement and no champion', (_measure, tune) => {
    expect(ruleOn(contest(tune, [-5, -5])).decision).toBe('metric disagreement');
  });
});

describe('one that is best on the tune clips', () => {
  it.each([
    ['worse than the anchor on one of them', [-9, 0.5], 'validate clip clip 1 is worse'],
    [
      'not better by 1 % on average',
      [-0.9, -0.8],
      'the mean over the validate clips is -0.85 %, and at least',
    ],
  ])('and %s is over-fitted', (_fault, validate, words) => {
    const ruling = ruleOn(contest(both(-30), validate));

    expect(ruling.decision).toBe('over-fitted to the tune clips');
    expect(ruling.reason).toContain('against the anchor');
    expect(ruling.reason).toContain(words);
  });

  it('and worse in one family on a validate clip is over-fitted', () => {
    const given = contest(both(-30), [-9, -9]);
    const [first, second] = given.candidate.validate ?? [];
    if (first === undefined || second === undefined) throw new Error('two clips are given');
    const validate = [first, { ...second, ssim_db: 3, ms_ssim_db: 3 }];

    expect(ruleOn({ ...given, candidate: { ...given.candidate, validate } })).toMatchObject({
      decision: 'over-fitted to the tune clips',
      reason: expect.stringContaining('clip 1 is metric disagreement'),
    });
  });

  it('must gain more than twice the noise of measuring again', () => {
    expect(ruleOn(contest(both(-30), [-3, -3], { noisePercent: 1.6 })).reason).toContain(
      'within twice the noise of 1.60 %',
    );
    expect(ruleOn(contest(both(-30), [-3, -3], { noisePercent: 1.4 })).decision).toBe('promoted');
  });

  it.each([
    ['was not measured on them', null],
    ['was measured on one of them', [-5]],
    ['has no BD-rate on one of them', [-5, null]],
  ])('and %s is not validated', (_fault, validate) => {
    const validateClips = [0, 1].map((index) => ({ clip: index + 2, name: `clip ${index}` }));

    expect(ruleOn(contest(both(-30), validate, { validateClips })).decision).toBe('not validated');
  });
});

describe('against a champion', () => {
  it('rates are divided, not subtracted', () => {
    // 0.25 of the anchor's rate against 0.5 of it: half, not 25 points.
    expect(ruleOn(contest(both(-80), [-75, -75], champion(-60, [-50, -50]))).reason).toContain(
      '-50.00 % against champion',
    );
    // 2 points of the anchor's rate are 2.5 % of the champion's.
    expect(ruleOn(contest(both(-25), [-22], champion(-20, [-20]))).reason).toContain('-2.50 %');
  });

  it('one that is better than the anchor but worse than it on a validate clip is over-fitted', () => {
    const ruling = ruleOn(contest(both(-40), [-30, -18], champion(-30, [-20, -20])));

    expect(ruling).toMatchObject({ decision: 'over-fitted to the tune clips' });
    expect(ruling.reason).toContain('against champion validate clip clip 1 is worse');
  });

  it.each([
    ['none', null],
    ['one', [-50]],
  ])(
    'that was measured on %s of the validate clips, the anchor is the rival on all, by that name',
    (_, its) => {
      const rival = { champion: standing('champion', both(-10), its) };
      expect(ruleOn(contest(both(-20), [-4, -8], rival)).reason).toContain(
        '-6.00 % against the anchor (champion was not measured on all validate clips) on 2 validate clips',
      );
      expect(ruleOn(contest(both(-20), [-4, 2], rival)).reason).toContain('against the anchor (champion was');
    },
  );

  it('one that is worse than it on the tune clips is no candidate, whatever the validate clips say', () => {
    expect(ruleOn(contest(both(-20), [-60, -60], champion(-30, [-20, -20]))).decision).toBe('no candidate');
  });

  it('one that comes to the same is no candidate', () => {
    expect(ruleOn(contest(both(-30), [-20], champion(-30, [-20]))).decision).toBe('no candidate');
  });
});

describe('with six validate clips', () => {
  it('an interval that excludes 0 promotes, for good, although a clip is worse', () => {
    const ruling = ruleOn(contest(both(-10), [-6, -7, -5, -6, -8, 0.3]));

    expect(ruling).toMatchObject({ decision: 'promoted', provisional: false });
    expect(ruling.reason).toMatch(/95 % interval -8\.\d\d % to -2\.\d\d %/);
  });

  it('an interval that holds 0 does not, although the mean is a gain', () => {
    const ruling = ruleOn(contest(both(-10), [-30, 4, 3, -20, 5, 2]));

    expect(ruling).toMatchObject({ decision: 'over-fitted to the tune clips' });
    expect(ruling.reason).toContain('does not exclude 0');
  });
});

it('never promotes what is worse than its rival on any of fewer than six validate clips', () => {
  const figure = fc.double({ min: -60, max: 40, noNaN: true });
  fc.assert(
    fc.property(
      figure,
      figure,
      fc.array(fc.tuple(figure, figure), { minLength: 1, maxLength: 5 }),
      (tune, rival, clips) => {
        const given = contest(
          both(tune),
          clips.map(([own]) => own),
          champion(
            rival,
            clips.map(([, its]) => its),
          ),
        );
        const isWorse = clips.some(([own, its]) => own >= its) || tune >= rival || tune >= 0;
        const { decision, provisional } = ruleOn(given);
        if (isWorse) expect(decision).not.toBe('promoted');
        expect(provisional).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
