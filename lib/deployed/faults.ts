import { NamedError } from '../../lambdas/shared/errors.ts';

/** A fault of account, network or rights that a person can mend. */
export class DeploymentError extends NamedError {
  constructor(message: string) {
    super('Deployment', message);
  }
}

const CREDENTIALS = new Set([
  ...['CredentialsProviderError', 'TokenProviderError', 'InvalidClientTokenId', 'AuthFailure'],
  ...['ExpiredToken', 'ExpiredTokenException', 'UnrecognizedClientException', 'InvalidSignatureException'],
]);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'AuthorizationError']);
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceeded|ProvisionedThroughput/;
const CONNECTION = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'ENETUNREACH'],
  ...['EHOSTUNREACH', 'TimeoutError', 'NetworkingError'],
]);

/** What the SDK's errors say, as far as it is looked at. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Whether the same call may well succeed in a moment: no network, a busy or a broken service. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $metadata } = error as SdkError;
  return (
    CONNECTION.has(code ?? '') ||
    CONNECTION.has(name) ||
    THROTTLED.test(name) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}

/** An error of the SDK as one sentence with the remedy; any other stays as it is. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof NamedError) return error;
  const { name, message } = error;
  if (CREDENTIALS.has(name))
    return new DeploymentError(
      `there are no AWS credentials that hold (${oneLine(message)}): run aws sso login or set AWS_PROFILE`,
    );
  if (/region is missing/i.test(message))
    return new DeploymentError('no AWS region is chosen: set AWS_REGION to the one that the stack is in');
  if (DENIED.has(name))
    return new DeploymentError(`these AWS credentials may not do that: ${oneLine(message)}`);
  if (isPassing(error))
    return new DeploymentError(`AWS does not answer (${name}: ${oneLine(message)}): try again in a moment`);
  return error;
}

function oneLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/\.$/, '') ?? '';
}
