import { AnthropicError } from '@anthropic-ai/sdk';
import type { MessageCreateParamsNonStreaming, Messages } from '@anthropic-ai/sdk/resources/messages';
import type { ExchangeAttempt } from '../../../shared/exchange.ts';
import { LostAnswerError, mayBePaid, watchAttempts } from './attempts.ts';
import { type Asked, failureReason } from './failure-reason.ts';
import { readBody } from './read-body.ts';
import { Reply } from './reply.ts';

/** What came of one question. */
export interface CallResult {
  /** A reply, or the sentence that says why there is none. */
  readonly reply: Reply | undefined;
  readonly reason: string;
  /** True where the service may have answered and be paid although no reply can be read. */
  readonly isLost: boolean;
  /** Body as received. */
  readonly answer: unknown;
  readonly requestId: string | null;
  readonly attempts: readonly ExchangeAttempt[];
}

const NOTHING = { reply: undefined, answer: null, requestId: null } as const;

/**
 * One question to Claude with the SDK's own retries. The raw response is taken instead of the SDK's parsed message,
 * whose parsing throws and loses stop reason and usage. Errors that are no failure of the call are thrown on.
 */
export async function call(
  messages: Messages,
  parameters: MessageCreateParamsNonStreaming,
  asked: Asked,
  signal: AbortSignal,
  milliseconds: () => number,
): Promise<CallResult> {
  const attempts: ExchangeAttempt[] = [];
  const response = await messages
    .create(parameters, { signal, middleware: [watchAttempts(attempts, milliseconds)] })
    .asResponse()
    .catch((error: unknown) => {
      if (error instanceof AnthropicError || error instanceof LostAnswerError) return error;
      throw error;
    });
  if (response instanceof Error) {
    const isLost = attempts.some(mayBePaid);
    return { ...NOTHING, reason: failureReason(response, asked), isLost, attempts };
  }
  // The SDK's own limit ends with the headers.
  const limit = AbortSignal.timeout(Math.ceil(asked.timeoutSeconds * 1000));
  const { text, json } = await readBody(response, AbortSignal.any([signal, limit]));
  const requestId = response.headers.get('request-id') ?? response.headers.get('x-amzn-requestid');
  if (text === undefined) {
    const reason = "the connection ended before Claude's answer was complete";
    return { ...NOTHING, reason, isLost: true, requestId, attempts };
  }
  const reply = Reply.safeParse(json);
  return reply.success
    ? { reply: reply.data, reason: '', isLost: false, answer: json, requestId, attempts }
    : {
        reply: undefined,
        reason: 'the answer that came with status 200 is no message of Claude: check the base URL',
        isLost: true,
        answer: json ?? text.slice(0, 10_000),
        requestId,
        attempts,
      };
}
