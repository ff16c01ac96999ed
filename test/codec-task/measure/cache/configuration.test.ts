import { describe, expect, it } from 'vitest';
import type { Decoder } from '../../../../codec-task/codecs/decoder.ts';
import {
  configurationKey,
  configurationOf,
  type Encoding,
  type Ground,
} from '../../../../codec-task/measure/cache/configuration.ts';
import { CONFIGURATION } from './given.ts';

const SOURCE = { frames_sha256: 'f', width: 128, height: 96, fps: '30/1', frames: 8 };
const program = (text: string): Decoder => ({
  kind: 'program',
  code: [{ name: 'decode.mjs', bytes: new TextEncoder().encode(text) }],
});
const ENCODING: Encoding = {
  strategy: 'conventional',
  encoder: 'libx264',
  parameters: { preset: 'medium', psy: true },
  decoder: program('a'),
};
const GROUND: Ground = {
  capabilities: {
    schema: 'codec-lab.capabilities.v1',
    ffmpeg_version: '5.1',
    ffmpeg_sha256: 'a',
    encoders: ['libx264'],
    filters: [],
    encoder_versions: { libx264: 'core 164' },
    architecture: 'x64',
  },
  codeSha256: 'c',
  isolation: { mode: 'unshare', reason: 'no bubblewrap' },
  checks: new Set(['frame-count', 'frame-size']),
  gop: 8,
};
const keyOf = (source = SOURCE, encoding = ENCODING, ground = GROUND) =>
  configurationKey(configurationOf(source, encoding, ground));

describe('the key of a configuration', () => {
  it('is the same whatever order its fields come in', () => {
    const turned = Object.fromEntries(Object.entries(CONFIGURATION).reverse()) as typeof CONFIGURATION;
    expect(configurationKey(turned)).toBe(configurationKey(CONFIGURATION));
    const parameters = { psy: true, preset: 'medium' };
    expect(keyOf(SOURCE, { ...ENCODING, parameters })).toBe(keyOf());
    const checks = new Set(['frame-size', 'frame-count'] as const);
    expect(keyOf(SOURCE, ENCODING, { ...GROUND, checks })).toBe(keyOf());
  });

  it('does not depend on what a rate point does not', () => {
    const { capabilities } = GROUND;
    const more = { ...capabilities, encoder_versions: { ...capabilities.encoder_versions, libx265: '3.5' } };
    const ground = {
      ...GROUND,
      capabilities: more,
      isolation: { ...GROUND.isolation, reason: 'no bwrap here' },
    };
    expect(keyOf(SOURCE, ENCODING, ground)).toBe(keyOf());
  });

  it.each<[string, string]>([
    ['frames', keyOf({ ...SOURCE, frames_sha256: 'g' })],
    ['size', keyOf({ ...SOURCE, width: 96, height: 128 })],
    ['frame rate', keyOf({ ...SOURCE, fps: '25/1' })],
    ['encoder', keyOf(SOURCE, { ...ENCODING, encoder: 'libx265' })],
    ['parameter', keyOf(SOURCE, { ...ENCODING, parameters: { preset: 'medium', psy: false } })],
    // With a tune, what is left out is not what the default says.
    ['parameter that is left out', keyOf(SOURCE, { ...ENCODING, parameters: { preset: 'medium' } })],
    ["decoder's program", keyOf(SOURCE, { ...ENCODING, decoder: program('b') })],
    ['GOP', keyOf(SOURCE, ENCODING, { ...GROUND, gop: 9 })],
    ['program', keyOf(SOURCE, ENCODING, { ...GROUND, codeSha256: 'd' })],
    ['isolation', keyOf(SOURCE, ENCODING, { ...GROUND, isolation: { mode: 'none', reason: '' } })],
    ['set of checks', keyOf(SOURCE, ENCODING, { ...GROUND, checks: new Set(['frame-count']) })],
  ])('depends on the %s', (_, key) => {
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(key).not.toBe(keyOf());
  });

  it.each(['ffmpeg_version', 'ffmpeg_sha256', 'architecture'] as const)('depends on %s', (field) => {
    const capabilities = { ...GROUND.capabilities, [field]: 'other' };
    expect(keyOf(SOURCE, ENCODING, { ...GROUND, capabilities })).not.toBe(keyOf());
  });

  it("depends on the version of the encoder's library", () => {
    const capabilities = { ...GROUND.capabilities, encoder_versions: { libx264: 'core 165' } };
    expect(keyOf(SOURCE, ENCODING, { ...GROUND, capabilities })).not.toBe(keyOf());
  });
});
