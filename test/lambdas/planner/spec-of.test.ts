import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPACES } from '../../../codec-task/codecs/spaces.ts';
import { valuesOf } from '../../../lambdas/planner/changes.ts';
import { specOf } from '../../../lambdas/planner/spec-of.ts';
import { parameterFaults } from '../../../lambdas/shared/space.ts';
import { type Parameters, specHash } from '../../../lambdas/shared/spec.ts';
import { honest, iterate } from './simulated-iterations.ts';
import { emptyContext } from './simulated-world.ts';

const context = emptyContext();
const written = (encoder: string, parameters: Parameters) =>
  specOf(context, { encoder, parameters }).parameters;

describe('a configuration as a spec', () => {
  it.each([
    ['libx265', {}, { preset: 'medium' }],
    ['libx265', { tune: 'none', preset: 'slow' }, { preset: 'slow' }],
    ['libx264', { preset: 'fast', upscaler: 'spline' }, { preset: 'fast' }],
    [
      'libx264',
      { preset: 'fast', scale: 0.5, upscaler: 'spline' },
      { preset: 'fast', scale: 0.5, upscaler: 'spline' },
    ],
    ['libsvtav1', { aq_mode: 2 }, { preset: 8 }],
    // A preset or tune may have set it otherwise, so that giving the default is a choice.
    ['libx264', { preset: 'ultrafast', aq_mode: 1 }, { aq_mode: 1, preset: 'ultrafast' }],
    // These change no bit beside such a tune.
    ['libx264', { preset: 'fast', tune: 'psnr', psy: false }, { preset: 'fast', tune: 'psnr' }],
    ['libx265', { preset: 'fast', tune: 'psnr', aq_mode: 3 }, { preset: 'fast', tune: 'psnr' }],
    ['libx265', { preset: 'fast', tune: 'ssim', aq_mode: 3 }, { aq_mode: 3, preset: 'fast', tune: 'ssim' }],
  ])('writes %s %o as %o', (encoder, given, expected) => {
    expect(written(encoder, given)).toEqual(expected);
  });

  it('measures validate clips only below the champion on the tune clips, and replicates it among the controls', async () => {
    expect(specOf(context, { encoder: 'libx265', parameters: {} })).toMatchObject({
      validate_below_percent: 0,
    });
    expect(specOf(context, { encoder: 'libx265', parameters: {} })).not.toHaveProperty('control');

    const { context: later } = await iterate(context, 2, honest);
    const champion = later.summary.champion;

    const spec = specOf(later, { encoder: 'libx265', parameters: {} });
    expect(spec).toMatchObject({
      validate_below_percent: champion?.bd_rate_percent,
      control: { encoder: champion?.spec.encoder, parameters: champion?.spec.parameters },
    });
    expect(specHash(spec)).toBe(specHash(specOf(context, { encoder: 'libx265', parameters: {} })));
    expect(specOf({ ...later, clipSet: 'another' }, { encoder: 'libx265', parameters: {} })).toMatchObject({
      validate_below_percent: 0,
    });
  });

  it('has no bound for validate clips where there are none', () => {
    const clips = context.clips.filter(({ set }) => set === 'tune');

    expect(specOf({ ...context, clips }, { encoder: 'libx265', parameters: {} })).not.toHaveProperty(
      'validate_below_percent',
    );
  });

  it('for any allowed parameters is allowed itself, and writing it again changes nothing', () => {
    const configuration = fc
      .constantFrom(...SPACES.conventional)
      .chain((space) =>
        fc
          .record(
            Object.fromEntries(
              Object.entries(space.parameters).map(([name, parameter]) => [
                name,
                fc.constantFrom(...valuesOf(parameter)),
              ]),
            ),
            { requiredKeys: [] },
          )
          .map((parameters) => ({ space, parameters: parameters as Parameters })),
      );
    fc.assert(
      fc.property(configuration, ({ space, parameters }) => {
        const spec = specOf(context, { ...space, parameters });
        expect(parameterFaults(space, spec.parameters)).toEqual([]);
        expect(specHash(specOf(context, spec))).toBe(specHash(spec));
      }),
    );
  });
});
