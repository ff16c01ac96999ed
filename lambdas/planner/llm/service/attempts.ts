import type { Middleware } from '@anthropic-ai/sdk';
import { NamedError } from '../../../shared/errors.ts';
import type { ExchangeAttempt } from '../../../shared/exchange.ts';
import { faultCode } from './fault-code.ts';

/** Faults of a connection after which nothing can have reached the service: asking again costs nothing. */
const NEVER_SENT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/**
 * A question that may have reached the service and whose answer never came. Its message must not look like a timeout to
 * the SDK, which would ask again and perhaps pay again.
 */
export class LostAnswerError extends NamedError {
  /** Code or name of the connection's fault. */
  readonly code: string;

  constructor(code: string) {
    super(
      'LostAnswer',
      `the answer was lost (${code}) and may have been paid for, so it is not asked for again`,
    );
    this.code = code;
  }
}

/** Whether an attempt may have been answered, and be paid, although no answer came. */
export function mayBePaid({ status, error }: ExchangeAttempt): boolean {
  return status === null && !NEVER_SENT.includes(error ?? '');
}

/**
 * Notes every HTTP request of a call, and ends the call where an answer was lost.
 * @param milliseconds any clock that only rises.
 */
export function watchAttempts(attempts: ExchangeAttempt[], milliseconds: () => number): Middleware {
  return async (request, next) => {
    const start = milliseconds();
    const elapsed = () => Math.round(milliseconds() - start);
    try {
      const response = await next(request);
      attempts.push({ status: response.status, milliseconds: elapsed(), error: null });
      return response;
    } catch (error) {
      const code = faultCode(error);
      const attempt = { status: null, milliseconds: elapsed(), error: code.slice(0, 300) };
      attempts.push(attempt);
      throw mayBePaid(attempt) ? new LostAnswerError(code) : error;
    }
  };
}
