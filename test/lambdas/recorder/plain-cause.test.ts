import { expect, it } from 'vitest';
import { plainCause } from '../../../lambdas/recorder/plain-cause.ts';

it.each([
  [
    'a function error',
    JSON.stringify({ errorType: 'InvalidRunInput', errorMessage: 'arms: too small', trace: ['at x'] }),
    'arms: too small',
  ],
  ['plain text', 'the task did not start', 'the task did not start'],
  ['other JSON', '{"StopCode":"TaskFailedToStart"}', '{"StopCode":"TaskFailedToStart"}'],
  ['nothing', undefined, 'States.Timeout, without further words'],
  ['an empty text', '', 'States.Timeout, without further words'],
  ['a very long text', 'x'.repeat(5000), 'x'.repeat(600)],
])('the cause of a failure with %s is one sentence', (_case, cause, sentence) => {
  expect(plainCause({ Error: 'States.Timeout', Cause: cause })).toBe(sentence);
});
