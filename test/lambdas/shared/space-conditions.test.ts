import { describe, expect, it } from 'vitest';
import type { EncoderSpace } from '../../../lambdas/shared/space.ts';
import { canonicalParameters, impliedValues, isActive } from '../../../lambdas/shared/space-conditions.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';

const space: EncoderSpace = {
  strategy: 'conventional',
  encoder: 'libexample',
  standard: 'AV1',
  qualityControl: { name: 'crf', min: 1, max: 63, ladder: [24, 34, 44, 54] },
  effort: 'preset',
  parameters: {
    preset: { kind: 'integer', min: 0, max: 9, default: 5, about: '' },
    tune: { kind: 'choice', values: ['none', 'psnr', 'ssim'], default: 'none', about: '' },
    mode: {
      ...{ kind: 'integer', min: 0, max: 3, default: 1, about: '' },
      setByPresets: true,
      onlyWhere: { parameter: 'tune', notIn: ['psnr'] },
    },
    psy: {
      ...{ kind: 'flag', default: true, about: '' },
      setByPresets: true,
      impliedWhere: [{ value: false, where: { parameter: 'tune', in: ['psnr', 'ssim'] } }],
    },
    plain: { kind: 'flag', default: false, about: '' },
  },
};

describe('a configuration written in one way', () => {
  it.each<[string, Parameters, Parameters]>([
    ['has its effort always', {}, { preset: 5 }],
    ['leaves a plain default out', { preset: 5, plain: false }, { preset: 5 }],
    ['keeps another value', { plain: true, preset: 1 }, { plain: true, preset: 1 }],
    [
      'keeps a default that presets may set otherwise',
      { mode: 1, psy: true },
      { mode: 1, preset: 5, psy: true },
    ],
    ['leaves out what has no effect beside a tune', { tune: 'psnr', mode: 3 }, { preset: 5, tune: 'psnr' }],
    ['keeps it beside another', { tune: 'ssim', mode: 3 }, { mode: 3, preset: 5, tune: 'ssim' }],
    ['leaves out the value that a tune sets', { tune: 'ssim', psy: false }, { preset: 5, tune: 'ssim' }],
    ['keeps the other value there', { tune: 'ssim', psy: true }, { preset: 5, psy: true, tune: 'ssim' }],
  ])('%s', (_what, given, written) => {
    expect(canonicalParameters(space, given)).toEqual(written);
    expect(canonicalParameters(space, written)).toEqual(written);
  });
});

describe('a condition', () => {
  it('reads the default of a parameter that is not given', () => {
    expect(isActive(space, {}, 'mode')).toBe(true);
    expect(isActive(space, { tune: 'psnr' }, 'mode')).toBe(false);
    expect(impliedValues(space, {}, 'psy')).toEqual([]);
    expect(impliedValues(space, { tune: 'psnr' }, 'psy')).toEqual([false]);
  });
});
