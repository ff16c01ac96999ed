import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withFrontPoints } from '../../../../lambdas/shared/memory/front.ts';
import { folded, givenFailure, givenMeasurement, givenSpec, givenSuccess } from '../../recorder/given.ts';

const measured = (index: number, mbps: number, ssim: number, seconds: number) => ({
  ...givenSuccess(0, ssim),
  experiment_id: `experiment ${String(index).padStart(3, '0')}`,
  spec: { ...givenSpec(), parameters: { preset: 'slow', psy_rd: index } },
  measurement: givenMeasurement(ssim, {
    ...{ bitrate_mbps: mbps, bd_rate_ssim_percent: ssim, tune_cpu_seconds: seconds },
  }),
});

describe('the front', () => {
  it('holds what nothing beats in bitrate, quality and time at once', () => {
    const front = withFrontPoints(
      [],
      [measured(0, 1, -10, 50), measured(1, 2, -20, 60), measured(2, 2, -5, 60), measured(3, 3, 0, 5)],
    );
    expect(front.map(({ experiment_id }) => experiment_id)).toEqual(
      [0, 1, 3].map((n) => `experiment 00${n}`),
    );
  });

  it('is bounded, has no point that another one beats, and keeps the best of each figure', () => {
    const figure = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(fc.array(fc.tuple(figure, figure, figure), { minLength: 1, maxLength: 120 }), (all) => {
        const records = all.map(([mbps, ssim, seconds], index) => measured(index, mbps, ssim, seconds));
        const front = withFrontPoints([], records);
        expect(front.length).toBeLessThanOrEqual(24);
        for (const name of ['bitrate_mbps', 'bd_rate_ssim_percent', 'tune_cpu_seconds'] as const)
          expect(Math.min(...front.map((point) => point[name]))).toBe(
            Math.min(...records.map(({ measurement }) => measurement[name] ?? Number.POSITIVE_INFINITY)),
          );
      }),
      { numRuns: 50 },
    );
  });
});

describe('the experience', () => {
  it('given failures of a class, counts them and names the newest four', () => {
    const failures = Array.from({ length: 7 }, (_, index) => givenFailure(index, 'encode-failed'));
    const { failures: notes } = folded([failures]);
    expect(notes?.['encode-failed']).toMatchObject({ count: 7, message: 'it failed' });
    expect(notes?.['encode-failed']?.newest).toEqual(
      failures.slice(-4).map(({ experiment_id }) => experiment_id),
    );
  });

  it('given attempts, counts the values that were tried, and not those of replicates', () => {
    const repeated = measured(2, 1, -1, 1);
    const { tried } = folded([
      [
        measured(0, 1, -1, 1),
        measured(1, 1, -2, 1),
        { ...repeated, spec: { ...repeated.spec, replicate_of: 'x' } },
      ],
    ]);
    expect(tried).toEqual({
      libx265: { experiments: 2, parameters: { preset: { '"slow"': 2 }, psy_rd: { 0: 1, 1: 1 } } },
    });
  });

  it('given an idea that did worse than forecast, remembers it with its evidence until it wins', () => {
    const worse = { ...givenSuccess(0, 4), verdict: 'refuted' as const };
    const better = { ...givenSuccess(0, -40), verdict: 'refuted' as const };
    expect(folded([[better]]).refuted).toEqual([]);
    expect(folded([[worse]]).refuted).toEqual([
      expect.objectContaining({
        ...{ change: 'libx265: preset=medium', evidence: [worse.experiment_id], attempts: 1 },
        ...{ expected_percent: -8, bd_rate_percent: 4 },
      }),
    ]);
    const later = { ...better, reasoning_id: '20261124T060000Z-1a2b3c4d', experiment_id: 'later' };
    expect(folded([[worse], [later]]).refuted).toEqual([]);
  });
});
