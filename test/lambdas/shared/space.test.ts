import { describe, expect, it } from 'vitest';
import { allowedText, type EncoderSpace, parameterFaults } from '../../../lambdas/shared/space.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';

const space: EncoderSpace = {
  strategy: 'conventional',
  encoder: 'libexample',
  standard: 'AV1',
  qualityControl: { name: 'crf', min: 1, max: 63, ladder: [24, 34, 44, 54] },
  effort: 'preset',
  parameters: {
    preset: { kind: 'choice', values: ['fast', 'slow', 1], default: 'fast', about: '' },
    grain: { kind: 'integer', min: 0, max: 30, default: 0, about: '' },
    strength: { kind: 'real', min: 0, max: 5, default: 2, about: '' },
    psy: { kind: 'flag', default: true, about: '' },
  },
};

describe('parameters', () => {
  const allowed: Parameters[] = [
    {},
    { preset: 'slow', grain: 30, strength: 0.5, psy: false },
    { preset: 1, strength: 5 },
  ];
  it.each(allowed)('%o are allowed', (parameters) => {
    expect(parameterFaults(space, parameters)).toEqual([]);
  });

  it.each([
    [
      { preset: 'slow; rm -rf /' },
      'libexample preset = "slow; rm -rf /" is not allowed; allowed: fast, slow, 1',
    ],
    [{ preset: '1' }, 'libexample preset = "1" is not allowed; allowed: fast, slow, 1'],
    [{ grain: 31 }, 'libexample grain = 31 is not allowed; allowed: integers 0 to 30'],
    [{ grain: 1.5 }, 'libexample grain = 1.5 is not allowed; allowed: integers 0 to 30'],
    [{ grain: '5' }, 'libexample grain = "5" is not allowed; allowed: integers 0 to 30'],
    [{ strength: -0.1 }, 'libexample strength = -0.1 is not allowed; allowed: 0 to 5'],
    [{ strength: Number.NaN }, 'libexample strength = null is not allowed; allowed: 0 to 5'],
    [{ psy: 1 }, 'libexample psy = 1 is not allowed; allowed: true or false'],
    [{ crf: 20 }, 'libexample has no parameter "crf"; allowed: preset, grain, strength, psy'],
    [{ toString: 'x' }, 'libexample has no parameter "toString"; allowed: preset, grain, strength, psy'],
  ])('%o are refused with the reason', (parameters, fault) => {
    expect(parameterFaults(space, parameters as unknown as Parameters)).toEqual([fault]);
  });

  it('are all named when several are at fault', () => {
    expect(parameterFaults(space, { grain: 99, psy: 'yes' })).toHaveLength(2);
  });
});

describe('allowed values in words', () => {
  it('name what they depend on', () => {
    const filter = { kind: 'choice', values: ['a', 'b'], default: 'a', about: '' } as const;
    expect(allowedText(filter)).toBe('a, b');
    expect(allowedText({ ...filter, onlyWhere: { parameter: 'scale', notIn: [1] } })).toBe(
      'a, b, only where scale is not 1',
    );
    expect(allowedText({ ...filter, onlyWhere: { parameter: 'tune', in: ['x', 'y'] } })).toBe(
      'a, b, only where tune is x or y',
    );
  });
});
