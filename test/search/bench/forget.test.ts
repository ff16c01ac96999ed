import { expect, test } from 'vitest';
import { CONVENTIONAL_SPACE } from '../../../codec-task/codecs/conventional/space.ts';
import { Surrogate } from '../../../lambdas/planner/search/surrogate.ts';
import { forget } from './forget.ts';

test('an encoder that is forgotten is taken for the anchor, whatever its parameters, and others are not', () => {
  const expected = (encoder: string, parameters: Record<string, string | number>) =>
    new Surrogate(CONVENTIONAL_SPACE, []).at({ encoder, parameters }).mean;
  const svt = { preset: 6, tune: 'vq', film_grain: 30 };
  const [before, other] = [expected('libsvtav1', svt), expected('libx264', { preset: 'slow' })];
  expect(before).not.toBeCloseTo(0, 3);
  forget(['libsvtav1']);
  expect(expected('libsvtav1', svt)).toBeCloseTo(0, 12);
  expect(expected('libx264', { preset: 'slow' })).toBe(other);
  expect(() => forget(['libsvtav1'])).toThrow(RangeError);
});
