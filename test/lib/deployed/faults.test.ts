import { describe, expect, it } from 'vitest';
import { DeploymentError, inWords, isPassing } from '../../../lib/deployed/faults.ts';

const fault = (name: string, more: object = {}, message = 'no.') =>
  Object.assign(new Error(message), { name, ...more });

describe('an error of the SDK', () => {
  it.each([
    [fault('CredentialsProviderError'), 'there are no AWS credentials that hold (no): run aws sso login'],
    [fault('ExpiredTokenException'), 'there are no AWS credentials that hold'],
    [fault('Error', {}, 'Region is missing'), 'no AWS region is chosen: set AWS_REGION'],
    [fault('AccessDeniedException'), 'may not do that: no'],
    [fault('Error', { code: 'ENOTFOUND' }), 'AWS does not answer'],
  ])('%s is one sentence with the remedy', (error, words) => {
    const said = inWords(error);
    expect(said).toBeInstanceOf(DeploymentError);
    expect((said as Error).message).toContain(words);
  });

  it('that nobody foresaw stays what it is', () => {
    const error = new TypeError('undefined is not a function');
    expect(inWords(error)).toBe(error);
  });

  it.each([
    [fault('ThrottlingException'), true],
    [fault('InternalServerError', { $metadata: { httpStatusCode: 503 } }), true],
    [fault('Error', { code: 'ECONNRESET' }), true],
    [fault('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }), false],
    [fault('CredentialsProviderError'), false],
  ])('%s passes by itself: %s', (error, passes) => {
    expect(isPassing(error)).toBe(passes);
  });
});
