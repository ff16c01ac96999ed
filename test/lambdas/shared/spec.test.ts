import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CampaignName,
  canonicalJson,
  clipSetHash,
  ExperimentSpec,
  specHash,
} from '../../../lambdas/shared/spec.ts';
import { givenSpec } from '../recorder/given.ts';

describe('the hash of a spec', () => {
  const spec = { ...givenSpec(), parameters: { preset: 'medium', psy: true, aq_mode: 2 } };

  it('is 16 hexadecimal digits', () => {
    expect(specHash(spec)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('does not depend on the order of fields, nor on the seed', () => {
    const reordered = ExperimentSpec.parse(Object.fromEntries(Object.entries(spec).reverse()));
    const parameters = Object.fromEntries(Object.entries(spec.parameters).reverse());

    expect(specHash({ ...reordered, parameters, seed: 99 })).toBe(specHash(spec));
  });

  it.each<Partial<ExperimentSpec>>([
    { encoder: 'libx264' },
    { parameters: { preset: 'slow', psy: true, aq_mode: 2 } },
    { parameters: { preset: 'medium', psy: 'true', aq_mode: 2 } },
    { parameters: {} },
    { frames: 9 },
    { gop: 9 },
    { rate_points: 5 },
    { clips: [] },
  ])('changes with %o', (change) => {
    expect(specHash({ ...spec, ...change })).not.toBe(specHash(spec));
  });
});

it('canonical JSON is the same for the same value in any order, and means the value', () => {
  const dictionary = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(dictionary, (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

describe('the hash of a clip set', () => {
  it('changes with clips, frames and GOP, and with nothing else', () => {
    const spec = givenSpec();
    const hash = clipSetHash(spec);

    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(clipSetHash(givenSpec('slow'))).toBe(hash);
    for (const change of [{ frames: 9 }, { gop: 9 }, { clips: [] }])
      expect(clipSetHash({ ...spec, ...change })).not.toBe(hash);
  });
});

describe('the name of a campaign', () => {
  it.each(['default', '4k', 'a'.repeat(40)])('may be "%s"', (name) => {
    expect(CampaignName.safeParse(name).success).toBe(true);
  });

  it.each(['', '#lock', '-a', 'A', 'a b', 'a/b', '../a', 'a'.repeat(41)])('may not be "%s"', (name) => {
    expect(CampaignName.safeParse(name).success).toBe(false);
  });
});
