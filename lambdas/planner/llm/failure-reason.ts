import {
  type AnthropicError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from '@anthropic-ai/sdk';
import { shorten } from './shorten.ts';

/** What the sentences need to know of the question that failed. */
export interface Asked {
  readonly model: string;
  readonly timeoutSeconds: number;
}

/** One plain sentence for a call that failed after all its tries: no headers, no request, no key. */
export function failureReason(error: AnthropicError, asked: Asked): string {
  if (error instanceof APIUserAbortError) return 'Claude took longer than the time for a whole plan';
  if (error instanceof APIConnectionTimeoutError) {
    return `Claude did not answer within ${asked.timeoutSeconds} s, three times in a row`;
  }
  if (!(error instanceof APIError)) return `Claude could not be asked: ${shorten(error.message, 300)}`;
  if (error.status === undefined) return `Claude could not be reached: ${causeOf(error)}`;
  const detail = shorten(error.apiMessage ?? 'no message', 300);
  switch (error.status) {
    case 401:
      return `Claude refused the API key (401): ${detail}`;
    case 402:
      return `the Claude account cannot pay for the request (402): ${detail}`;
    case 403:
      return `the API key may not use ${asked.model} (403): ${detail}`;
    case 404:
      return `Claude knows no model ${asked.model} (404): ${detail}`;
    case 429:
      return `Claude's rate limit was still reached after three tries (429): ${detail}`;
    case 529:
      return `Claude was still overloaded after three tries (529): ${detail}`;
    default:
      return `Claude answered with status ${error.status}: ${detail}`;
  }
}

/** `ECONNREFUSED` and the like sit at the end of a chain of causes. */
function causeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined) return code;
  return error.cause instanceof Error ? causeOf(error.cause) : shorten(error.message, 300);
}
