import { expect, it } from 'vitest';
import { optional, required } from '../../../lambdas/shared/environment.ts';

it('a required variable has its value, or is missing by name when absent or empty', () => {
  expect(required({ REGION: 'x' }, 'REGION')).toBe('x');
  for (const environment of [{}, { REGION: '' }])
    expect(() => required(environment, 'REGION')).toThrow(
      expect.objectContaining({ name: 'MissingEnvironment', message: expect.stringContaining('REGION') }),
    );
});

it('an optional variable counts as absent when empty', () => {
  expect(optional({ KEY: 'x' }, 'KEY')).toBe('x');
  expect(optional({ KEY: '' }, 'KEY')).toBeUndefined();
  expect(optional({}, 'KEY')).toBeUndefined();
});
