import { describe, expect, it } from 'vitest';
import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import { distanceBetween, noveltyOf } from '../../../lambdas/planner/novelty.ts';
import type { Configuration } from '../../../lambdas/shared/spec.ts';
import { emptySummary } from '../../../lambdas/shared/summary.ts';

const svt = (parameters: Record<string, string | number>) => ({ encoder: 'libsvtav1', parameters });
const distance = (a: Configuration, b: Configuration) => distanceBetween(ALL_SPACES, a, b);

describe('the distance of two configurations', () => {
  it('is 0 of equal ones, however their defaults are written, and 1 of two encoders', () => {
    expect(distance(svt({ preset: 6 }), svt({ preset: 6, tune: 'psnr' }))).toBe(0);
    expect(distance(svt({ preset: 6 }), { encoder: 'libx265', parameters: {} })).toBe(1);
  });

  it('grows with each step of a number, and is the same for any two values without order', () => {
    const from = svt({ preset: 6 });
    const [near, far] = [distance(from, svt({ preset: 7 })), distance(from, svt({ preset: 12 }))];
    expect(far).toBeCloseTo(6 * near, 9);
    const modes = [0, 1].map((aq_mode) => distance(from, svt({ preset: 6, aq_mode })));
    expect(modes[0]).toBe(modes[1]);
    expect(modes[0]).toBeGreaterThan(near);
  });

  it('counts a parameter that has an effect in one of them alone as a whole one', () => {
    const [half, other] = [svt({ preset: 6, scale: 0.5 }), svt({ preset: 6, scale: 0.75 })];
    const withoutUpscaler = distance(svt({ preset: 6 }), half);
    expect(withoutUpscaler).toBeCloseTo(2 / 8, 9);
    expect(distance(half, other)).toBeCloseTo(0.5 / 8, 9);
  });

  it('is the same in both directions', () => {
    const [a, b] = [svt({ preset: 3, film_grain: 8 }), svt({ preset: 9, scale: 0.5, tune: 'vq' })];
    expect(distance(a, b)).toBe(distance(b, a));
  });
});

describe('novelty', () => {
  it('is that to the nearest of all that is remembered, and unknown for the first', () => {
    const screened = [{ ...svt({ preset: 8 }), experiment_id: 'a', score_percent: 3 }];
    const observations = [{ ...svt({ preset: 4 }), experiment_id: 'b', bd_rate_percent: 3 }];
    const summary = { ...emptySummary(), screened, observations };
    expect(noveltyOf({ spaces: ALL_SPACES, summary, history: [] }, svt({ preset: 5 }))).toBeCloseTo(
      distance(svt({ preset: 4 }), svt({ preset: 5 })),
      3,
    );
    expect(
      noveltyOf({ spaces: ALL_SPACES, summary: emptySummary(), history: [] }, svt({ preset: 5 })),
    ).toBeUndefined();
  });
});
