import { describe, expect, it } from 'vitest';
import { CheckFailedError } from '../../../codec-task/measure/check-failed.ts';
import { experimentFailure } from '../../../codec-task/measure/failure.ts';
import { ToolFailedError } from '../../../codec-task/media/tool-errors.ts';

describe('the class of a failure', () => {
  const ended = (signal: string | undefined) =>
    new ToolFailedError({ argv: ['ffmpeg'], exitCode: 1, signal, wallSeconds: 1, stderrTail: 'x' });

  it('blames the machine when the system killed a program, and not the idea', () => {
    expect(experimentFailure(new Error('encode failed', { cause: ended('SIGKILL') }))?.class).toBe(
      'out-of-memory',
    );
    expect(experimentFailure(ended(undefined))?.class).toBe('infrastructure');
  });

  it('names the check that caught a codec', () => {
    const failure = (check: 'declared-files' | 'frame-count') =>
      experimentFailure(new CheckFailedError(check, 'there are other ones'));
    expect(failure('declared-files')).toMatchObject({ class: 'check-failed', check: 'declared-files' });
    expect(failure('frame-count')).toMatchObject({ class: 'frame-mismatch', check: 'frame-count' });
  });

  it('is none for a fault that nobody foresaw', () => {
    expect(experimentFailure(new TypeError('undefined is not a function'))).toBeUndefined();
    expect(experimentFailure('text')).toBeUndefined();
  });
});
