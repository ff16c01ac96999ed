import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitstreamHeader, encodeArguments } from '../../../../codec-task/codecs/conventional/arguments.ts';
import { CONVENTIONAL_SPACE } from '../../../../codec-task/codecs/conventional/space.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';

const SOURCE = { path: '/elsewhere/source.yuv', width: 160, height: 90, fps: '30000/1001', frames: 12 };
const NAMES = { input: 'source.yuv', output: 'stream' };
const argumentsFor = (encoder: string, parameters: Parameters) =>
  encodeArguments(encoder, parameters, SOURCE, 60, 30, NAMES);

describe('arguments of an encode', () => {
  it.each(CONVENTIONAL_SPACE.map(({ encoder }) => encoder))(
    'given %s, name no folder of the machine and pin the threads to one',
    (encoder) => {
      const args = argumentsFor(encoder, {});
      expect(args.join(' ')).not.toContain('/elsewhere');
      expect(args.join(' ')).toContain('-threads 1');
      expect(args.at(-1)).toBe('stream');
    },
  );

  it('given a parameter that is not given, leave it to preset and tune', () => {
    expect(argumentsFor('libx265', { tune: 'psnr' }).join(' ')).not.toMatch(/aq-mode|psy-rd/);
    expect(argumentsFor('libx265', { aq_mode: 3 }).join(' ')).toContain('aq-mode=3');
  });

  it('given anything at all as encoder and parameters, refuse it by name or stay within the space', () => {
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom('preset', 'aq_mode', 'medium', '$(id)', '; ls', '-y', 'a:b=c', '__proto__'),
    );
    const values = fc.oneof(words, fc.double(), fc.boolean());
    const encoders = fc.oneof(words, fc.constantFrom(...CONVENTIONAL_SPACE.map(({ encoder }) => encoder)));
    fc.assert(
      fc.property(encoders, fc.dictionary(words, values, { maxKeys: 3 }), (encoder, parameters) => {
        try {
          argumentsFor(encoder, parameters as Parameters);
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidSpec', message: expect.stringContaining('allowed') });
          return;
        }
        const space = CONVENTIONAL_SPACE.find((each) => each.encoder === encoder);
        expect(Object.keys(space?.parameters ?? {})).toEqual(expect.arrayContaining(Object.keys(parameters)));
      }),
    );
  });
});

describe('the header of an encode', () => {
  it('given a scale, tells an even coded size and the filter', () => {
    expect(bitstreamHeader('libsvtav1', { scale: 0.75, upscaler: 'spline' }, SOURCE)).toMatchObject({
      ...{ width: 160, height: 90, codedWidth: 120, codedHeight: 68, upscaler: 'spline' },
      ...{ format: 'av1', bitDepth: 10 },
    });
  });

  it('given a scale below what every encoder takes, stops there', () => {
    expect(bitstreamHeader('libx264', { scale: 0.5 }, SOURCE)).toMatchObject({
      codedWidth: 80,
      codedHeight: 64,
    });
  });

  it('given no scale, does not differ by the filter, which has no effect', () => {
    expect(bitstreamHeader('libx264', { upscaler: 'spline' }, SOURCE)).toEqual(
      bitstreamHeader('libx264', { upscaler: 'bicubic' }, SOURCE),
    );
  });
});
