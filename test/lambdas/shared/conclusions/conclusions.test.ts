import { describe, expect, it } from 'vitest';
import { isAnchor } from '../../../../codec-task/measure/is-anchor.ts';
import { ALL_CHECKS, CHECK_NAMES, type CheckName } from '../../../../lambdas/shared/checks.ts';
import { conclusions } from '../../../../lambdas/shared/conclusions/conclusions.ts';
import type { ClipResult } from '../../../../lambdas/shared/result.ts';
import type { ExperimentSpec } from '../../../../lambdas/shared/spec.ts';
import { givenClip, givenPoint, givenRates } from '../../../codec-task/measure/given.ts';
import { smallSpec } from '../../../support/bench.ts';

const conclude = (
  clips: readonly ClipResult[],
  spec: Partial<ExperimentSpec> = {},
  checks: ReadonlySet<CheckName> = ALL_CHECKS,
  isolation = 'bubblewrap',
) => {
  const whole = { ...smallSpec('libx264'), ...spec };
  return conclusions({ spec: whole, isAnchor: isAnchor(whole), checks, isolation, screening: null }, clips);
};

const without = (name: CheckName) => new Set(CHECK_NAMES.filter((each) => each !== name));
const anchorBits = { points: [givenPoint('a'), givenPoint('b', { role: 'floor' })] };
const flagsOf = ({ flags }: ReturnType<typeof conclude>) => flags?.map(({ check }) => check);

describe('what is concluded from clips', () => {
  it('given clips of all sets, speaks of the tune clips and shows the others in the sets alone', () => {
    const tune = [givenClip('t1', -10), givenClip('t2', -20, { set: 'tune' })];
    const others = [givenClip('v', -4, { set: 'validate' }), givenClip('s', 3, { set: 'sealed' })];
    const { sets, ...rest } = conclude([...tune, ...others]);
    const { sets: tuneSets, ...ofTune } = conclude(tune);
    expect(rest).toEqual(ofTune);
    expect(rest.bd_rate.psnr_yuv.percent).toBe(-15);
    expect(tuneSets).toMatchObject({ validate: null, sealed: null });
    expect(sets).toMatchObject({
      tune: { clips: 2, worst_clip: { name: 't1', percent: -10 } },
      validate: { clips: 1, bd_rate: { psnr_yuv: { percent: -4 } } },
      sealed: { clips: 1, bd_rate: { psnr_yuv: { percent: 3 } } },
    });
  });

  it('given no flag, names every check that ran', () => {
    expect(conclude([givenClip('t', -10)])).toMatchObject({ flags: [], checks: CHECK_NAMES });
    expect(conclude([givenClip('t', -10)], {}, without('frame-order')).checks).not.toContain('frame-order');
    expect(conclude([givenClip('t', -10)], {}, ALL_CHECKS, 'none').checks).toEqual(
      CHECK_NAMES.filter((name) => name !== 'isolated-decode'),
    );
  });

  it('given a clip without a BD-rate, does not say that two families agreed', () => {
    const { agreement, checks } = conclude([givenClip('t1', -10), givenClip('t2', null)]);
    expect(agreement?.verdict).toBe('unknown');
    expect(checks).toEqual(CHECK_NAMES.filter((name) => name !== 'two-families'));
  });
});

describe('flags', () => {
  it("given a clip whose bitstreams are all the anchor's, is a duplicate", () => {
    const { flags, checks } = conclude([givenClip('calm', 0, anchorBits), givenClip('busy', -10)]);
    expect(flags).toMatchObject([{ check: 'duplicate-output', message: expect.stringContaining('on calm') }]);
    expect(checks).not.toContain('duplicate-output');
  });

  it('given more points than the anchor has, which gives the same bits wherever both were measured, is one', () => {
    const at = (quality_control: number, bits: string) => givenPoint(bits, { quality_control });
    const operating_point = givenClip('calm', 0).anchor.operating_point;
    const anchor = { key: 'k', kept: false, points: [at(22, 'a'), at(27, 'b')], operating_point };
    const points = [at(22, 'a'), at(24, 'c'), at(27, 'b')];
    expect(flagsOf(conclude([givenClip('calm', 0, { anchor, points })]))).toEqual(['duplicate-output']);
    // At one quality of two it is the same by a coincidence of that quality.
    const once = [at(22, 'a'), at(27, 'd')];
    expect(flagsOf(conclude([givenClip('calm', 0, { anchor, points: once })]))).toEqual([]);
  });

  it.each([
    ['one bitstream of its own', { points: [givenPoint('a'), givenPoint('c')] }, {}],
    ['a declared replicate', anchorBits, { replicate_of: 'experiment-1' }],
    ["the anchor's configuration", anchorBits, { encoder: 'libx265', parameters: { preset: 'medium' } }],
    ["the anchor's defaults written out", anchorBits, { encoder: 'libx265', parameters: { tune: 'none' } }],
  ])('given %s, is no duplicate', (_, clip, spec) => {
    expect(flagsOf(conclude([givenClip('calm', 0, clip)], spec))).toEqual([]);
  });

  it("given the anchor's bits from another preset of the same encoder, is one", () => {
    const spec = { encoder: 'libx265', parameters: { preset: 'medium', aq_mode: 1 } };
    expect(flagsOf(conclude([givenClip('calm', 0, anchorBits)], spec))).toEqual(['duplicate-output']);
  });

  it('given families that disagree, says what each says', () => {
    const clips = [givenClip('calm', 0, { bd_rate: givenRates(-8, 6) })];
    const { flags, agreement } = conclude(clips);
    expect(agreement?.verdict).toBe('metric disagreement');
    expect(flags).toMatchObject([
      { check: 'two-families', message: expect.stringContaining('structure says worse (SSIM +6.00 %') },
    ]);
    expect(flagsOf(conclude(clips, {}, without('two-families')))).toEqual([]);
    expect(flagsOf(conclude([givenClip('calm', 0, anchorBits)], {}, without('duplicate-output')))).toEqual(
      [],
    );
  });
});

describe('fingerprints', () => {
  const prints = (points: ClipResult['points']) => {
    const { fingerprint, scores_fingerprint } = conclude([givenClip('calm', -1, { points })]);
    return { fingerprint, scores_fingerprint };
  };
  const two = [givenPoint('c'), givenPoint('d')];

  it('given the same bits at other times and qualities asked for, are equal', () => {
    const call = { argv: ['other'], cpu_seconds: 9, wall_seconds: 9 };
    const again = two.map((point) => ({
      ...point,
      encode: call,
      decode: call,
      quality_control: 40,
      kept: true,
    }));
    expect(prints(again)).toEqual(prints(two));
  });

  it('given other bits with the same scores, differ in bits alone', () => {
    const other = prints([givenPoint('c'), givenPoint('x')]);
    expect(other.fingerprint).not.toBe(prints(two).fingerprint);
    expect(other.scores_fingerprint).toBe(prints(two).scores_fingerprint);
  });

  it.each([{ bytes: 999 }, { psnr_v: 43.0001 }, { ms_ssim: 0.98 }])(
    'given %o in one point, differ in scores',
    (change) => {
      const other = prints([givenPoint('c'), givenPoint('d', change)]);
      expect(other.fingerprint).toBe(prints(two).fingerprint);
      expect(other.scores_fingerprint).not.toBe(prints(two).scores_fingerprint);
    },
  );
});
