import { APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { shorten } from '../shorten.ts';
import { LostAnswerError } from './attempts.ts';
import { faultCode } from './fault-code.ts';

/** What the sentences need to know of the question that failed. */
export interface Asked {
  readonly model: string;
  readonly timeoutSeconds: number;
}

/** One plain sentence for a call that failed after all its tries: no headers, no request, no key. */
export function failureReason(error: Error, asked: Asked): string {
  if (error instanceof APIUserAbortError) return 'Claude took longer than the time for a whole plan';
  if (error instanceof LostAnswerError) {
    return error.code === 'AbortError'
      ? `Claude did not answer within ${asked.timeoutSeconds} s`
      : `the connection to Claude broke off before the answer (${error.code})`;
  }
  if (!(error instanceof APIError)) return `Claude could not be asked: ${shorten(error.message, 300)}`;
  if (error.status === undefined) return `Claude could not be reached: ${faultCode(error)}`;
  return statusReason(error.status, shorten(messageOf(error), 300), asked.model);
}

function statusReason(status: number, detail: string, model: string): string {
  switch (status) {
    case 401:
      return `Claude refused the API key (401): ${detail}`;
    case 402:
      return `the Claude account cannot pay for the request (402): ${detail}`;
    case 403:
      return `the planner may not use ${model} (403): ${detail}`;
    case 404:
      return `Claude knows no model ${model} (404): ${detail}`;
    case 413:
      return `the question is too large for Claude (413): ${detail}`;
    case 429:
      return `Claude's rate limit was still reached after three tries (429): ${detail}`;
    case 529:
      return `Claude was still overloaded after three tries (529): ${detail}`;
    default:
      return `Claude answered with status ${status}: ${detail}`;
  }
}

/** Anthropic's error body has the message inside `error`, that of Bedrock at the top; a proxy may send anything. */
function messageOf({ error }: APIError): string {
  const body = error as { error?: { message?: unknown }; message?: unknown; Message?: unknown } | undefined;
  const message = body?.error?.message ?? body?.message ?? body?.Message;
  return typeof message === 'string' && message !== '' ? message : 'no message';
}
