import { expect, it } from 'vitest';
import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import { hasPrior, priorOf } from '../../../lambdas/planner/prior-of.ts';

const parameters = { preset: 'medium' };
const alone = priorOf(ALL_SPACES, { encoder: 'libx265', parameters });
const restored = priorOf(ALL_SPACES, { strategy: 'hybrid', encoder: 'libx265', parameters });

it('expects of a restored encoder what it saves by itself, and what the restoration saves of the rest', () => {
  const left = (percent = Number.NaN) => 1 + percent / 100;
  expect(left(restored?.bdRate) / left(alone?.bdRate)).toBeCloseTo(0.922, 9);
  expect(restored?.cpuSeconds).toBeGreaterThan(alone?.cpuSeconds ?? Number.NaN);
});

it('knows nothing of what no space declares', () => {
  const unheard = { strategy: 'procedural', encoder: 'waves', parameters: {} };
  expect(priorOf(ALL_SPACES, unheard)).toBeUndefined();
  expect(hasPrior(ALL_SPACES, unheard)).toBe(false);
});
